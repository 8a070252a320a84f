'use strict';

// Handlers, filters and projections of the SDK. What a filter has made of the log, and whether it was offered all of it,
// the SDK cannot tell; that is read with the Runtime's own service for logs.

const assert = require('node:assert/strict');
const { randomUUID } = require('node:crypto');
const { Client } = require('@dolittle/sdk');
const { PartitionedFilterResult } = require('@dolittle/sdk.events.filtering');
const { CurrentStateType, ProjectionResult } = require('@dolittle/sdk.projections');
const { CancellationSource } = require('@dolittle/sdk.resilience');
const { readLog } = require('../javascript-text-ids/logs.js');
const { address, eventually, run } = require('../steps.js');

const DEVELOPMENT = '445f8ea8-1a6f-40d7-b2fc-796dba92dc44';
const MICROSERVICE = '2d6c0f5e-6d3a-4b0e-9f8d-9ad5c5e1b7a4';
const MILLIS_UNTIL_RETRY = 5000;

class DishOrdered {
    constructor(dish, price) {
        this.dish = dish;
        this.price = price;
    }
}

class TablePaid {
}

class GlassBroken {
    constructor(glass) {
        this.glass = glass;
    }
}

class Bill {
    dishes = [];
    total = 0;
}

class Dish {
    orders = 0;
}

// All of them are new in every run, so that a run does not meet what another has left.
const TYPES = new Map([DishOrdered, TablePaid, GlassBroken].map(type => [type, randomUUID()]));
const IDS = {
    waiter: randomUUID(),
    clumsyWaiter: randomUUID(),
    cleaners: randomUUID(),
    bigOrders: randomUUID(),
    byDish: randomUUID(),
    paidTables: randomUUID(),
    bills: randomUUID(),
    dishes: randomUUID(),
};
const PARTITIONS = { Soup: randomUUID(), Pie: randomUUID() };
const [WINDOW_TABLE, CORNER_TABLE, TABLE_OUTSIDE] = [randomUUID(), randomUUID(), randomUUID()];

const { host, port } = address();
const debugged = [];
const quiet = () => {};
const logger = { debug: message => debugged.push(String(message)), silly: quiet, info: quiet, warn: quiet, error: quiet };
const seen = { waiter: [], clumsyWaiter: [], cleaners: [], bigOrders: [], byDish: [], paidTables: [], laterWaiter: [] };
const away = new CancellationSource();
let client;

function builder() {
    return Client.forMicroservice(MICROSERVICE)
        .withRuntimeOn(host, port)
        .withLogging(logger)
        .withEventTypes(types => TYPES.forEach((id, type) => types.associate(type, id)));
}

const committing = builder().build();
const store = committing.eventStore.forTenant(DEVELOPMENT);

async function commit(source, event, isPublic = false) {
    const result = await (isPublic ? store.commitPublic(event, source) : store.commit(event, source));
    assert.equal(result.failure, undefined, `refused: ${result.failure?.reason}`);
    const [committed] = result.events.toArray();
    return committed;
}

function note(where, event, context) {
    assert.equal(context.executionContext.tenantId.toString(), DEVELOPMENT);
    seen[where].push({
        event,
        number: context.sequenceNumber,
        source: context.eventSourceId.toString(),
        occurred: context.occurred.toMillis(),
        at: Date.now(),
    });
}

const attempts = (where, event) => seen[where].filter(each => JSON.stringify(each.event) === JSON.stringify(event));
const contents = list => list.map(each => ({ ...each.event }));

/** A handler that throws at the first attempt at what it is told to. */
function failingAtFirst(where, fails) {
    return (event, context) => {
        note(where, event, context);
        if (fails(event) && attempts(where, event).length === 1) {
            throw new Error(`the ${event.glass} slipped`);
        }
    };
}

function waiter(handlers, where) {
    handlers.createEventHandler(IDS.waiter, handler => {
        const methods = handler.unpartitioned();
        methods.handle(DishOrdered, (event, context) => note(where, event, context));
        methods.handle(TablePaid, (event, context) => note(where, event, context));
    });
}

function registerAll() {
    client = builder()
        .withCancellation(away.cancellation)
        .withEventHandlers(handlers => {
            waiter(handlers, 'waiter');
            handlers.createEventHandler(IDS.clumsyWaiter, handler => handler.unpartitioned()
                .handle(GlassBroken, failingAtFirst('clumsyWaiter', event => event.glass === 'carafe')));
            handlers.createEventHandler(IDS.cleaners, handler => handler.partitioned()
                .handle(GlassBroken, failingAtFirst('cleaners', event => event.glass === 'jug')));
        })
        .withFilters(filters => {
            filters.createPrivateFilter(IDS.bigOrders, filter => filter.unpartitioned().handle((event, context) => {
                note('bigOrders', event, context);
                return event instanceof DishOrdered && event.price >= 10;
            }));
            filters.createPrivateFilter(IDS.byDish, filter => filter.partitioned().handle((event, context) => {
                note('byDish', event, context);
                const partition = event instanceof DishOrdered ? PARTITIONS[event.dish] : undefined;
                return new PartitionedFilterResult(partition !== undefined, partition ?? randomUUID());
            }));
            filters.createPublicFilter(IDS.paidTables, filter => filter.handle((event, context) => {
                note('paidTables', event, context);
                return new PartitionedFilterResult(event instanceof TablePaid, context.eventSourceId.toString());
            }));
        })
        .withProjections(projections => {
            projections.createProjection(IDS.bills).forReadModel(Bill)
                .on(DishOrdered, key => key.keyFromEventSource(), (bill, event) => {
                    bill.dishes.push(event.dish);
                    bill.total += event.price;
                    return bill;
                })
                .on(TablePaid, key => key.keyFromEventSource(), () => ProjectionResult.delete);
            projections.createProjection(IDS.dishes).forReadModel(Dish)
                .on(DishOrdered, key => key.keyFromProperty('dish'), (dish, _, { key, wasCreatedFromInitialState }) => {
                    assert.ok(['Soup', 'Pie', 'Tart'].includes(key.value), `the key is ${key.value}`);
                    assert.equal(wasCreatedFromInitialState, dish.orders === 0);
                    dish.orders += 1;
                    return dish;
                });
        })
        .build();
}

async function all(type) {
    const states = await client.projections.forTenant(DEVELOPMENT).getAll(type);
    return Object.fromEntries([...states].map(([key, { state }]) => [key.value, { ...state }]));
}

/** The numbers of all events that a filter should have been offered. */
async function offered(wanted = () => true) {
    return (await readLog(`${host}:${port}`, {})).filter(wanted).map(event => event.number);
}

const numbers = where => seen[where].map(each => each.number);
const orders = [];

run(`javascript-sdk-17, processing, on ${host}:${port}`, {
    'registers handlers, filters and projections after some events were committed': async () => {
        orders.push(await commit(WINDOW_TABLE, new DishOrdered('Soup', 7)));
        orders.push(await commit(CORNER_TABLE, new DishOrdered('Pie', 12)));
        registerAll();
        await eventually(() => {
            const accepted = debugged.filter(message => message.includes('registered with the Runtime'));
            for (const [name, id] of Object.entries(IDS)) {
                assert.equal(accepted.filter(message => message.includes(id)).length, 1, `registered: ${name}`);
            }
        });
    },

    'handles events that were committed before and after, in order': async () => {
        orders.push(await commit(WINDOW_TABLE, new DishOrdered('Tart', 5)));
        orders.push(await commit(CORNER_TABLE, new DishOrdered('Pie', 12)));
        orders.push(await commit(WINDOW_TABLE, new DishOrdered('Soup', 30)));
        await eventually(() => assert.equal(seen.waiter.length, 5));
        assert.deepEqual(numbers('waiter'), orders.map(event => event.eventLogSequenceNumber.value));
        assert.deepEqual(seen.waiter.map(each => each.source), orders.map(event => event.eventSourceId.toString()));
        assert.deepEqual(seen.waiter.map(each => each.occurred), orders.map(event => event.occurred.toMillis()));
        assert.deepEqual(contents(seen.waiter), orders.map(event => ({ ...event.content })));
        assert.ok(seen.waiter.every(each => each.event instanceof DishOrdered), 'the SDK knows the types');
    },

    'gets an event again that its handler failed at, when it is time, and none before it': async () => {
        await commit(WINDOW_TABLE, new GlassBroken('carafe'));
        await commit(CORNER_TABLE, new GlassBroken('tumbler'));
        await eventually(() => assert.equal(seen.clumsyWaiter.length, 3));
        const [first, second, third] = seen.clumsyWaiter;
        assert.deepEqual(contents([first, second, third]), [{ glass: 'carafe' }, { glass: 'carafe' }, { glass: 'tumbler' }]);
        assert.equal(first.number, second.number);
        const waited = second.at - first.at;
        assert.ok(waited >= MILLIS_UNTIL_RETRY - 50 && waited < 2 * MILLIS_UNTIL_RETRY, `it came after ${waited} ms`);
    },

    'goes on with other partitions while one waits, and keeps the order within each': async () => {
        const of = source => seen.cleaners.filter(each => each.source === source).map(each => each.event.glass);
        const glasses = [['jug', WINDOW_TABLE], ['mug', CORNER_TABLE], ['cup', WINDOW_TABLE], ['flute', CORNER_TABLE]];
        for (const [glass, table] of glasses) {
            await commit(table, new GlassBroken(glass));
        }
        await eventually(() => assert.deepEqual(of(CORNER_TABLE), ['tumbler', 'mug', 'flute']));
        assert.deepEqual(of(WINDOW_TABLE), ['carafe', 'jug'], 'the other partition waits');
        await eventually(() => assert.deepEqual(of(WINDOW_TABLE), ['carafe', 'jug', 'jug', 'cup']));
        const [first, second] = attempts('cleaners', { glass: 'jug' });
        const waited = second.at - first.at;
        assert.ok(waited >= MILLIS_UNTIL_RETRY - 50 && waited < 2 * MILLIS_UNTIL_RETRY, `it came after ${waited} ms`);
    },

    'offers a filter every event of the log, and makes a stream of those that it includes': async () => {
        await eventually(async () => assert.deepEqual(numbers('bigOrders'), await offered()));
        const included = orders.filter(event => event.content.price >= 10).map(event => ({ ...event.content }));
        await eventually(async () => {
            const stream = await readLog(`${host}:${port}`, { stream: IDS.bigOrders });
            assert.deepEqual(stream.map(event => JSON.parse(event.content)), included);
            assert.deepEqual(stream.map(event => event.number), included.map((_, i) => i));
        });
    },

    'divides a stream into the partitions that its filter chooses': async () => {
        await eventually(async () => assert.deepEqual(numbers('byDish'), await offered()));
        for (const [dish, partition] of Object.entries(PARTITIONS)) {
            const included = orders.filter(event => event.content.dish === dish).map(event => ({ ...event.content }));
            await eventually(async () => {
                const stream = await readLog(`${host}:${port}`, { stream: IDS.byDish }, { partitions: [partition] });
                assert.deepEqual(stream.map(event => JSON.parse(event.content)), included);
                assert.ok(stream.every(event => event.partition === partition), 'all of them are in the partition');
            });
        }
    },

    'offers a public filter public events only, and makes a public stream': async () => {
        await commit(TABLE_OUTSIDE, new TablePaid());
        await commit(TABLE_OUTSIDE, new DishOrdered('Tart', 5), true);
        await commit(TABLE_OUTSIDE, new TablePaid(), true);
        await eventually(async () => assert.deepEqual(numbers('paidTables'), await offered(event => event.is_public)));
        await eventually(async () => {
            const stream = await readLog(`${host}:${port}`, { public_stream: IDS.paidTables });
            assert.deepEqual(stream.map(event => event.type.id), [TYPES.get(TablePaid)]);
            assert.deepEqual(stream.map(event => event.partition), [TABLE_OUTSIDE]);
        });
    },

    'keeps the read models of projections, and reads them back one by one and all at once': async () => {
        const bill = { dishes: ['Soup', 'Tart', 'Soup'], total: 42 };
        const store = client.projections.forTenant(DEVELOPMENT);
        await eventually(async () => {
            assert.deepEqual(await all(Bill), {
                [WINDOW_TABLE]: bill,
                [CORNER_TABLE]: { dishes: ['Pie', 'Pie'], total: 24 },
            });
            assert.deepEqual(await all(Dish), { Soup: { orders: 2 }, Pie: { orders: 2 }, Tart: { orders: 2 } });
        });
        const one = await store.get(Bill, WINDOW_TABLE);
        assert.ok(one.state instanceof Bill);
        assert.deepEqual({ ...one.state }, bill);
        assert.equal(one.type, CurrentStateType.Persisted);
        assert.equal(one.key.value, WINDOW_TABLE);
        const none = await store.get(Bill, randomUUID());
        assert.deepEqual({ ...none.state }, { dishes: [], total: 0 });
        assert.equal(none.type, CurrentStateType.CreatedFromInitialState);
    },

    'removes a read model that its projection deletes, and begins anew': async () => {
        await commit(WINDOW_TABLE, new TablePaid());
        await eventually(async () => assert.deepEqual(Object.keys(await all(Bill)), [CORNER_TABLE]));
        const gone = await client.projections.forTenant(DEVELOPMENT).get(Bill, WINDOW_TABLE);
        assert.equal(gone.type, CurrentStateType.CreatedFromInitialState);
        await commit(WINDOW_TABLE, new DishOrdered('Pie', 12));
        await eventually(async () =>
            assert.deepEqual((await all(Bill))[WINDOW_TABLE], { dishes: ['Pie'], total: 12 }));
    },

    'cannot read the read models of a projection that there is not': async () => {
        await assert.rejects(client.projections.forTenant(DEVELOPMENT).getAll(randomUUID()));
    },

    'lets another client take a handler over, which goes on where the first was': async () => {
        await eventually(() => assert.equal(seen.waiter.length, 10));
        builder().withEventHandlers(handlers => waiter(handlers, 'laterWaiter')).build();
        const missed = await commit(CORNER_TABLE, new TablePaid());
        await eventually(() => assert.equal(numbers('waiter').at(-1), missed.eventLogSequenceNumber.value));
        assert.equal(seen.laterWaiter.length, 0, 'the first one has it as long as it is there');
        away.cancel();
        const next = await commit(CORNER_TABLE, new DishOrdered('Pie', 12));
        await eventually(() => assert.deepEqual(numbers('laterWaiter'), [next.eventLogSequenceNumber.value]));
        assert.equal(seen.waiter.length, 11, 'the first one got nothing more');
    },
});
