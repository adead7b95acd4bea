import type { PackageTypes } from "./packageTypes.ts";

/** Hooks, contexts and components with the project's own state and properties. */
export const react: PackageTypes = {
  specifiers: ["react", "preact/hooks", "preact/compat"],
  body: `
  namespace React {
    interface ReactElement {}
    type Dispatch<A> = (value: A) => void;
    type SetStateAction<S> = S | ((before: S) => S);
    interface RefObject<T> { current: T; }
    interface MutableRefObject<T> { current: T; }
    type Ref<T> = RefObject<T>;
    type ForwardedRef<T> = RefObject<T>;
    type PropsWithChildren<P = {}> = P & { children?: any };
    type PropsWithRef<P> = P;
    type ComponentProps<T> = T extends (props: infer P) => any ? P : T extends new (props: infer P) => any ? P : any;
    type ComponentPropsWithoutRef<T> = ComponentProps<T>;
    type ComponentPropsWithRef<T> = ComponentProps<T>;
    interface FunctionComponent<P = {}> { (props: P & { children?: any }): ReactElement; defaultProps?: P; displayName?: string; }
    interface FC<P = {}> extends FunctionComponent<P> {}
    interface VFC<P = {}> extends FunctionComponent<P> {}
    type ComponentType<P = {}> = FunctionComponent<P>;
    interface Context<T> { Provider: (props: { value: T; children?: any }) => ReactElement; Consumer: (props: { children: (value: T) => any }) => ReactElement; displayName?: string; }
    class Component<P = {}, S = {}> {
      constructor(props: P);
      props: P & { children?: any };
      state: S;
      setState(state: S | ((before: S, props: P) => S), done?: () => void): void;
      forceUpdate(done?: () => void): void;
    }
    class PureComponent<P = {}, S = {}> extends Component<P, S> {}
    function useState<S>(initial: S | (() => S)): [S, Dispatch<SetStateAction<S>>];
    function useState<S>(): [S, Dispatch<SetStateAction<S>>];
    function useReducer<S, A>(reducer: (state: S, action: A) => S, initial: S, init?: (argument: any) => S): [S, Dispatch<A>];
    function useRef<T>(initial: T): MutableRefObject<T>;
    function useRef<T>(): MutableRefObject<T>;
    function useMemo<T>(make: () => T, changes?: any[]): T;
    function useCallback<T>(run: T, changes?: any[]): T;
    function useDeferredValue<T>(value: T, initial?: T): T;
    function useContext<T>(context: Context<T>): T;
    function useSyncExternalStore<T>(subscribe: any, read: () => T, server?: () => T): T;
    function use<T>(source: Promise<T> | Context<T>): T;
    function createContext<T>(initial: T): Context<T>;
    function createRef<T>(): RefObject<T>;
    function memo<T>(component: T, same?: any): T;
    function lazy<T>(load: () => Promise<{ default: T }>): T;
    function forwardRef<T, P>(render: (props: P, ref: RefObject<T>) => any): (props: P & { ref?: any }) => ReactElement;
    function cloneElement<T>(element: T, ...rest: any[]): T;
  }
  export = React;
`,
};

export const mobx: PackageTypes = {
  specifiers: ["mobx-react", "mobx-react-lite"],
  body: `
  function observer<T>(component: T, options?: any): T;
  function useLocalObservable<T>(make: () => T): T;
`,
};

/** Hooks that fetch. */
export const reactQuery: PackageTypes = {
  specifiers: ["@tanstack/react-query", "react-query"],
  body: `
  interface QueryResult<T> { data: T; error: any; refetch(options?: any): Promise<QueryResult<T>>; }
  interface MutationResult<T, V> { data: T; variables: V; mutate(variables?: V, options?: any): void; mutateAsync(variables?: V, options?: any): Promise<T>; }
  interface QueryOptions<T> { queryKey?: any; queryFn?: (context: any) => Promise<T> | T; select?: any; [option: string]: any; }
  interface MutationOptions<T, V> { mutationFn?: (variables: V) => Promise<T> | T; onSuccess?: (data: T, variables: V, context: any) => any; onError?: (error: any, variables: V, context: any) => any; }
  function useQuery<T>(options: QueryOptions<T>): QueryResult<T>;
  function useSuspenseQuery<T>(options: QueryOptions<T>): QueryResult<T>;
  function useMutation<T, V>(options: MutationOptions<T, V>): MutationResult<T, V>;
`,
};
