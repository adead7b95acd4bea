import type { Request, Response } from 'express';
import { z } from 'zod';
import { currentUser } from '../middleware/authenticate.js';
import { numberParams } from '../schemas/commonSchemas.js';
import type { ReturnDecision, ReturnInput, ReturnReceipt } from '../schemas/orderSchemas.js';
import { decideReturn, listOpenReturns, receiveReturn, requestReturn } from '../services/index.js';

const openReturnsQuery = z.object({ afterId: z.coerce.number().int().min(0).default(0) });

export async function createReturn(req: Request, res: Response): Promise<void> {
  const { number } = numberParams.parse(req.params);
  const input: ReturnInput = req.body;
  res.status(201).json(await requestReturn(number, currentUser(req), input));
}

export async function listReturns(req: Request, res: Response): Promise<void> {
  const { afterId } = openReturnsQuery.parse(req.query);
  res.json(await listOpenReturns(afterId));
}

export async function postReturnDecision(req: Request, res: Response): Promise<void> {
  const { number } = numberParams.parse(req.params);
  const { approve }: ReturnDecision = req.body;
  res.json(await decideReturn(number, approve));
}

export async function postReturnReceipt(req: Request, res: Response): Promise<void> {
  const { number } = numberParams.parse(req.params);
  const input: ReturnReceipt = req.body;
  res.json(await receiveReturn(number, input, currentUser(req)));
}
