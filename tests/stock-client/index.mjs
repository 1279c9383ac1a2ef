// An unmodified polkadot-js client on a Medtrail node: connects, decodes the metadata, reads a batch, dispatches packs.
// Usage: node index.mjs ws://HOST:PORT GTIN LOT SIGNER RECEIVER-GLN

import assert from 'node:assert/strict';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

const [address, gtin, lot, signer, gln] = process.argv.slice(2);
assert.ok(gln, 'usage: node index.mjs ws://HOST:PORT GTIN LOT SIGNER RECEIVER-GLN');

const api = await ApiPromise.create({ provider: new WsProvider(address), noInitWarn: true });
console.log(`connected to ${api.runtimeVersion.specName} ${api.runtimeVersion.specVersion}`);

const key = { gtin: BigInt(gtin), lot };
const before = (await api.query.drugBatch.batches(key)).unwrap();
console.log(`batch ${lot}: ${before.packs} packs, ${before.status.type}, expiry ${before.expiry}`);

const receiver = (await api.query.participants.byGln(BigInt(gln))).unwrap();
const lines = [{ batch: key, start: 0, end: 5 }];
const terms = { purpose: 'Supply', soldBy: null, carrier: null, sscc: null, documents: null };
const dispatch = api.tx.custodyTransfer.dispatch(receiver, lines, terms);
const pair = new Keyring({ type: 'sr25519' }).addFromUri(signer);

const events = await new Promise((resolve, reject) => {
  dispatch
    .signAndSend(pair, ({ status, events, dispatchError }) => {
      if (dispatchError?.isModule) {
        const { section, name } = api.registry.findMetaError(dispatchError.asModule);
        reject(new Error(`refused: ${section}.${name}`));
      } else if (dispatchError) {
        reject(new Error(`refused: ${dispatchError}`));
      } else if (status.isFinalized) {
        resolve(events);
      }
    })
    .catch(reject);
});
const dispatched = events.find(({ event }) => api.events.custodyTransfer.Dispatched.is(event));
assert.ok(dispatched, 'the dispatch was finalised without its event');
const { shipment, from, to } = dispatched.event.data;
assert.equal(to.toNumber(), receiver.toNumber());

const open = (await api.query.custodyTransfer.shipments(shipment)).unwrap();
assert.equal(open.outstanding.length, 1);
assert.equal(open.outstanding[0].end.toNumber(), 5);
console.log(`shipment ${shipment}: 5 packs on their way from participant ${from} to ${to}, finalised`);
await api.disconnect();
