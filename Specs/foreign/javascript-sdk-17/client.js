'use strict';

const assert = require('node:assert/strict');
const { randomUUID } = require('node:crypto');
const { Client } = require('@dolittle/sdk');
const { AggregateRoot, aggregateRoot, on } = require('@dolittle/sdk.aggregates');
const { AggregateRootId, AggregateRootVersion, EventSourceId, UncommittedAggregateEvents } = require('@dolittle/sdk.events');
const { address, run } = require('../steps.js');

const DEVELOPMENT = '445f8ea8-1a6f-40d7-b2fc-796dba92dc44';
const MICROSERVICE = '2d6c0f5e-6d3a-4b0e-9f8d-9ad5c5e1b7a4';
const CONCURRENCY_CONFLICT = 'f25cccfb-3ae1-4969-bee6-906370ffbc2d';
const DISH_PREPARED = '1844473f-d714-4327-8b7f-5b3c2bdfc26a';
const CHEF_HIRED = 'f0a6c1d2-97b3-4c5e-8a41-d0e7b2f3c695';
const KITCHEN = '01ad9a9f-711f-47a8-8549-43320f782a1e';
const CELLAR = '9b3f2c70-4a5d-4e18-b6c7-0f1e2d3c4b5a';

class DishPrepared {
    constructor(dish, chef) {
        this.dish = dish;
        this.chef = chef;
    }
}

class ChefHired {
    constructor(name) {
        this.name = name;
    }
}

class Kitchen extends AggregateRoot {
    dishes = [];
    chefs = [];

    hire(name) {
        this.applyPublic(new ChefHired(name));
    }

    prepare(dish, chef) {
        assert.ok(this.chefs.includes(chef), `${chef} does not work here`);
        this.apply(new DishPrepared(dish, chef));
    }

    onChefHired(event) {
        this.chefs.push(event.name);
    }

    onDishPrepared(event) {
        this.dishes.push(event.dish);
    }
}
aggregateRoot(KITCHEN)(Kitchen);
handles(ChefHired, 'onChefHired');
handles(DishPrepared, 'onDishPrepared');

function handles(eventType, method) {
    on(eventType)(Kitchen.prototype, method, Object.getOwnPropertyDescriptor(Kitchen.prototype, method));
}

const { host, port } = address();
const errors = [];
const quiet = () => {};
const client = Client.forMicroservice(MICROSERVICE)
    .withRuntimeOn(host, port)
    .withLogging({ debug: quiet, silly: quiet, info: quiet, warn: quiet, error: message => errors.push(String(message)) })
    .withEventTypes(types => types.associate(DishPrepared, DISH_PREPARED).associate(ChefHired, CHEF_HIRED, 2))
    .build();
const store = client.eventStore.forTenant(DEVELOPMENT);

const kitchenId = AggregateRootId.from(KITCHEN);
const version = number => AggregateRootVersion.from(number);
const newSource = () => EventSourceId.from(randomUUID());
const contents = events => events.toArray().map(event => ({ ...event.content }));
const sequenceNumbers = events => events.toArray().map(event => event.eventLogSequenceNumber.value);
const dish = (name, isPublic = false) => ({ content: new DishPrepared(name, 'Ada'), public: isPublic });

function commitTo(source, expected, ...events) {
    return store.commitForAggregate(new UncommittedAggregateEvents(source, kitchenId, version(expected), ...events));
}

function succeeded(result) {
    assert.equal(result.failure, undefined, `refused: ${result.failure?.reason}`);
    return result.events;
}

function refused(result) {
    assert.ok(result.failed, 'the commit was not refused');
    assert.equal(result.events.toArray().length, 0, 'a refused commit answers without events');
    assert.notEqual(result.failure.reason.value, '', 'a failure has a reason');
    return result.failure.id.toString();
}

/** The SDK waits for the aggregate in a loop of its own, which it can only do outside of a promise. */
function aggregateOf(source) {
    return new Promise((resolve, reject) => {
        setTimeout(() => {
            try {
                resolve(client.aggregateOf(Kitchen, source, builder => builder.forTenant(DEVELOPMENT)));
            } catch (problem) {
                reject(problem);
            }
        });
    });
}

async function nextSequenceNumber() {
    return sequenceNumbers(succeeded(await store.commit(new DishPrepared('Bread', 'Ada'), randomUUID())))[0] + 1;
}

run(`javascript-sdk-17 on ${host}:${port}`, {
    'commits one event and gets it back as committed': async () => {
        const source = randomUUID();
        const before = Date.now();
        const events = succeeded(await store.commit(new DishPrepared('Bean Blaster', 'Ada'), source)).toArray();
        assert.equal(events.length, 1);
        const [event] = events;
        assert.equal(event.eventSourceId.toString(), source);
        assert.equal(event.type.id.toString(), DISH_PREPARED);
        assert.equal(event.type.generation.value, 1);
        assert.equal(event.isPublic, false);
        assert.equal(event.isExternal, false);
        assert.deepEqual({ ...event.content }, { dish: 'Bean Blaster', chef: 'Ada' });
        assert.equal(event.executionContext.tenantId.toString(), DEVELOPMENT);
        assert.equal(event.executionContext.microserviceId.toString(), MICROSERVICE);
        const occurred = event.occurred.toMillis();
        assert.ok(occurred >= before - 5000 && occurred <= Date.now() + 5000, `occurred at ${event.occurred}`);
    },

    'commits several events at once, public and not, in one row': async () => {
        const [first, second] = [randomUUID(), randomUUID()];
        const committed = succeeded(await store.commit([
            { content: new ChefHired('Ada'), eventSourceId: EventSourceId.from(first), public: true },
            { content: new DishPrepared('Soup', 'Ada'), eventSourceId: EventSourceId.from(second) },
            { content: new DishPrepared('Pie', 'Ada'), eventSourceId: EventSourceId.from(first), public: true },
        ]));
        const events = committed.toArray();
        const [start] = sequenceNumbers(committed);
        assert.deepEqual(sequenceNumbers(committed), [start, start + 1, start + 2]);
        assert.deepEqual(events.map(event => event.isPublic), [true, false, true]);
        assert.deepEqual(events.map(event => event.eventSourceId.toString()), [first, second, first]);
        assert.deepEqual(events.map(event => event.type.id.toString()), [CHEF_HIRED, DISH_PREPARED, DISH_PREPARED]);
        assert.deepEqual(events.map(event => event.type.generation.value), [2, 1, 1]);
        assert.equal(new Set(events.map(event => event.occurred.toMillis())).size, 1, 'one commit, one time');
    },

    'commits a public event': async () => {
        const [event] = succeeded(await store.commitPublic(new ChefHired('Grace'), randomUUID())).toArray();
        assert.equal(event.isPublic, true);
    },

    'gets each commit the next sequence number': async () => {
        const next = await nextSequenceNumber();
        assert.equal(await nextSequenceNumber(), next + 1);
    },

    'keeps the content as it was': async () => {
        const content = {
            text: 'Grünkohl, 饺子, 🥟, "quoted", \\ and \u0000',
            numbers: [0, -1, 1.5, 1e21, 9007199254740991],
            nothing: null,
            empty: {},
            list: [[], [true, false]],
            $date: 'a name with a dollar',
        };
        const [event] = succeeded(await store.commit(content, randomUUID(), DISH_PREPARED)).toArray();
        assert.deepEqual(event.content, content);
    },

    'names event sources by any bytes': async () => {
        const ids = [
            '00000000-0000-0000-0000-000000000000',
            'ffffffff-ffff-ffff-ffff-ffffffffffff',
            '80c1f5fe-c080-ffed-a0bf-c0c1f5ff80fe',
            '64636261-6665-6867-696a-6b6c6d6e6f70',
            '0a100a10-0a10-0a10-0a10-0a100a100a10',
        ];
        for (const id of ids) {
            const [event] = succeeded(await store.commit(new ChefHired(id), id)).toArray();
            assert.equal(event.eventSourceId.toString(), id);
        }
    },

    'takes many commits at the same time and gives each a number of its own': async () => {
        const results = await Promise.all(
            Array.from({ length: 50 }, (_, i) => store.commit(new DishPrepared(`Dish ${i}`, 'Ada'), randomUUID())));
        results.forEach((result, i) => assert.equal(succeeded(result).toArray()[0].content.dish, `Dish ${i}`));
        const numbers = results.flatMap(result => sequenceNumbers(result.events)).sort((a, b) => a - b);
        assert.deepEqual(numbers, Array.from({ length: 50 }, (_, i) => numbers[0] + i));
    },

    'finds no events of an aggregate that never was': async () => {
        errors.length = 0;
        const events = await store.fetchForAggregate(kitchenId, newSource());
        assert.equal(events.hasEvents, false);
        assert.deepEqual(errors, [], 'an empty aggregate is no problem');
    },

    'commits for an aggregate and reads all of it back': async () => {
        const source = newSource();
        const [first] = succeeded(await store.commitForAggregate(
            new ChefHired('Ada'), source, kitchenId, version(0), CHEF_HIRED)).toArray();
        assert.equal(first.aggregateRootVersion.value, 0);
        assert.equal(first.aggregateRootId.toString(), KITCHEN);
        assert.equal(first.eventSourceId.toString(), source.toString());

        const later = succeeded(await commitTo(source, 1, dish('Soup'), dish('Pie', true)));
        assert.deepEqual(later.toArray().map(event => event.aggregateRootVersion.value), [1, 2]);

        const read = await store.fetchForAggregate(kitchenId, source);
        const events = read.toArray();
        assert.equal(read.aggregateRootVersion.value, 2);
        assert.deepEqual(contents(read), [{ name: 'Ada' }, { dish: 'Soup', chef: 'Ada' }, { dish: 'Pie', chef: 'Ada' }]);
        assert.deepEqual(events.map(event => event.aggregateRootVersion.value), [0, 1, 2]);
        assert.deepEqual(events.map(event => event.isPublic), [false, false, true]);
        assert.deepEqual(events.map(event => event.type.id.toString()), [CHEF_HIRED, DISH_PREPARED, DISH_PREPARED]);
        const [start, next] = [first.eventLogSequenceNumber.value, later.toArray()[0].eventLogSequenceNumber.value];
        assert.deepEqual(sequenceNumbers(read), [start, next, next + 1]);
        assert.equal(events[0].occurred.toMillis(), first.occurred.toMillis());
        assert.equal(events[1].executionContext.microserviceId.toString(), MICROSERVICE);
    },

    'keeps the aggregates of one event source apart': async () => {
        const source = newSource();
        const cellar = AggregateRootId.from(CELLAR);
        succeeded(await commitTo(source, 0, dish('Soup'), dish('Pie')));
        succeeded(await store.commit(new ChefHired('Ada'), source));
        succeeded(await store.commitForAggregate(new DishPrepared('Wine', 'Bo'), source, cellar, version(0), DISH_PREPARED));
        assert.deepEqual(contents(await store.fetchForAggregate(cellar, source)), [{ dish: 'Wine', chef: 'Bo' }]);
        assert.equal((await store.fetchForAggregate(kitchenId, source)).length, 2);
    },

    'is refused when the aggregate has moved on, and writes nothing': async () => {
        const source = newSource();
        succeeded(await commitTo(source, 0, dish('Soup')));
        const next = await nextSequenceNumber();
        assert.equal(refused(await commitTo(source, 0, dish('Pie'))), CONCURRENCY_CONFLICT);
        assert.equal(refused(await commitTo(source, 2, dish('Pie'), dish('Tart'))), CONCURRENCY_CONFLICT);
        assert.deepEqual(contents(await store.fetchForAggregate(kitchenId, source)), [{ dish: 'Soup', chef: 'Ada' }]);
        assert.equal(await nextSequenceNumber(), next + 1, 'the refused commits left no gap');
    },

    'lets one of many rivals for an aggregate win': async () => {
        const source = newSource();
        const results = await Promise.all(
            Array.from({ length: 8 }, (_, i) => commitTo(source, 0, dish(`First ${i}`), dish(`Second ${i}`))));
        const winners = results.filter(result => !result.failed);
        assert.equal(winners.length, 1);
        results.filter(result => result.failed).forEach(result => assert.equal(refused(result), CONCURRENCY_CONFLICT));
        assert.deepEqual(
            contents(await store.fetchForAggregate(kitchenId, source)), contents(winners[0].events));
    },

    'is refused for content that is nothing, together with the events beside it': async () => {
        const nothing = { toJSON: () => undefined };
        const next = await nextSequenceNumber();
        refused(await store.commit(nothing, randomUUID(), DISH_PREPARED));
        refused(await store.commit([
            { content: new ChefHired('Ada'), eventSourceId: newSource() },
            { content: nothing, eventSourceId: newSource(), eventType: client.eventTypes.getFor(DishPrepared) },
        ]));
        const source = newSource();
        refused(await store.commitForAggregate(nothing, source, kitchenId, version(0), DISH_PREPARED));
        assert.equal((await store.fetchForAggregate(kitchenId, source)).hasEvents, false);
        assert.equal(await nextSequenceNumber(), next + 1, 'the refused commits left no gap');
    },

    'is refused for a tenant that the Runtime does not know': async () => {
        refused(await client.eventStore.forTenant(randomUUID()).commit(new ChefHired('Ada'), randomUUID()));
    },

    'works with aggregate roots: performs, commits, and replays what was applied': async () => {
        const source = newSource();
        errors.length = 0;
        await (await aggregateOf(source)).perform(kitchen => {
            kitchen.hire('Ada');
            kitchen.hire('Grace');
        });
        await (await aggregateOf(source)).perform(kitchen => {
            assert.equal(kitchen.version.value, 2);
            assert.deepEqual(kitchen.chefs, ['Ada', 'Grace']);
            kitchen.prepare('Soup', 'Grace');
        });
        await (await aggregateOf(source)).perform(kitchen => {
            assert.equal(kitchen.version.value, 3);
            assert.deepEqual(kitchen.dishes, ['Soup']);
        });
        const events = (await store.fetchForAggregate(kitchenId, source)).toArray();
        assert.deepEqual(events.map(event => event.isPublic), [true, true, false]);
        assert.deepEqual(errors, []);
    },

    'does not let an aggregate root overwrite what another applied meanwhile': async () => {
        const source = newSource();
        const [one, other] = [await aggregateOf(source), await aggregateOf(source)];
        errors.length = 0;
        await one.perform(kitchen => kitchen.hire('Ada'));
        assert.deepEqual(errors, []);
        await other.perform(kitchen => kitchen.hire('Grace'));
        assert.equal(errors.length, 1, 'the SDK logs that the second was refused');
        await (await aggregateOf(source)).perform(kitchen => assert.deepEqual(kitchen.chefs, ['Ada']));
    },
});
