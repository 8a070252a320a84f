'use strict';

const assert = require('node:assert/strict');
const { randomUUID } = require('node:crypto');
const grpc = require('@grpc/grpc-js');
const { address, eventually, run } = require('../steps.js');
const { client, guid, rawIds, textIds, uuid } = require('./contracts.js');
const { connect, registration } = require('./handler.js');

const DEVELOPMENT = '445f8ea8-1a6f-40d7-b2fc-796dba92dc44';
const MICROSERVICE = '7c1e9d2a-5b3f-4a60-8c7d-1e2f3a4b5c6d';
const DISH_PREPARED = '1844473f-d714-4327-8b7f-5b3c2bdfc26a';
const CHEF_HIRED = 'f0a6c1d2-97b3-4c5e-8a41-d0e7b2f3c695';
const KITCHEN = '01ad9a9f-711f-47a8-8549-43320f782a1e';
const CONCURRENCY_CONFLICT = 'f25cccfb-3ae1-4969-bee6-906370ffbc2d';
const NO_EVENTS_TO_COMMIT = 'ef3f1a42-9bc3-4d98-aa2a-942db7c56ac1';
const MISSING_HANDSHAKE_INFORMATION = '8f5ba2c2-6543-47ce-b2a8-d92a872e7280';
const RUNTIME_MUST_BE_UPDATED = 'b46fb8a0-4565-4f00-880c-022cbb3bbabb';
const HANDLER_ALREADY_REGISTERED = '19dc6254-1732-4625-90af-444732bce795';
const FAILED_TO_REGISTER_HANDLER = 'dbfdfa15-e727-49f6-bed8-7a787954a4c6';
const DEFAULT_SCOPE = '00000000-0000-0000-0000-000000000000';
const ANY_SOURCES = ['', 'a', 'kitchen/7', 'Küche 饺子 🥟', randomUUID(), randomUUID().toUpperCase(), 'x'.repeat(512)];

const { host, port } = address();
const service = (name, root = textIds()) => client(root, `dolittle.runtime.${name}`, `${host}:${port}`);
const store = service('events.EventStore');
const generation5 = service('events.EventStore', rawIds());

function context(tenant = DEVELOPMENT) {
    return {
        executionContext: {
            microserviceId: uuid(MICROSERVICE),
            tenantId: uuid(tenant),
            version: { major: 3, minor: 1, patch: 4, build: 1, preReleaseString: 'rc' },
            correlationId: uuid(randomUUID()),
            claims: [{ key: 'role', value: 'chef', valueType: 'string' }],
            environment: 'Development',
        },
    };
}

const type = (id, generation = 1) => ({ id: uuid(id), generation });
const event = (eventSourceId, content, isPublic = false) =>
    ({ eventType: type(DISH_PREPARED), eventSourceId, content, public: isPublic });
const eventOf = (eventType, eventSourceId, content) => ({ ...event(eventSourceId, content), eventType: type(eventType) });
const commit = (events, callContext = context()) => store.Commit({ callContext, events });
const forAggregate = (eventSourceId, expected, events) => ({
    callContext: context(),
    events: { aggregateRootId: uuid(KITCHEN), eventSourceId, expectedAggregateRootVersion: expected, events },
});
const aggregateEvent = (content, eventType = DISH_PREPARED) => ({ eventType: type(eventType), content });
const aggregate = eventSourceId =>
    ({ callContext: context(), aggregate: { eventSourceId, aggregateRootId: uuid(KITCHEN) } });

function succeeded(answer) {
    assert.equal(answer.failure, undefined, `refused: ${answer.failure?.reason}`);
    return answer;
}

function refused(answer) {
    assert.ok(answer.failure, 'the call was not refused');
    assert.ok(answer.failure.reason, 'a failure has a reason');
    return guid(answer.failure.id);
}

async function rejected(call, code, mentioned) {
    const error = await call.then(() => assert.fail('the call was answered'), problem => problem);
    assert.equal(error.code, code, `${error}`);
    assert.ok(error.details.includes(mentioned), `"${error.details}" does not mention ${mentioned}`);
}

/** Registers an event handler with an id of its own, unless the fields say otherwise. */
function handle(eventType, fields = {}, work = undefined) {
    const scopeId = uuid(DEFAULT_SCOPE);
    const message = registration(context().executionContext, {
        scopeId, eventHandlerId: uuid(randomUUID()), eventTypes: [type(eventType)], ...fields,
    });
    return connect(service('events.processing.EventHandlers'), message, work);
}

const got = handler => handler.requests.map(({ event: { event: committed, partitionId, streamPosition } }) => ({
    source: committed.eventSourceId ?? '',
    content: committed.content,
    partition: partitionId ?? '',
    position: streamPosition ?? 0,
}));

const dishes = (count, ofSize = 0) =>
    Array.from({ length: count }, (_, i) => aggregateEvent(JSON.stringify({ dish: i, filling: 'x'.repeat(ofSize) })));

run(`javascript-text-ids on ${host}:${port}`, {
    'shakes hands': async () => {
        const handshake = service('handshake.Handshake');
        const request = {
            sdkIdentifier: 'JavaScript',
            headVersion: { major: 1 },
            sdkVersion: { major: 24 },
            contractsVersion: { major: 7 },
            attempt: 1,
            timeSpent: { seconds: 0 },
        };
        const answer = succeeded(await handshake.Handshake(request));
        assert.ok(answer.runtimeVersion);
        assert.equal(answer.contractsVersion.major, 7);
        assert.equal(guid(answer.microserviceId).length, 36);
        assert.ok(answer.environmentName);
        const newer = { ...request, contractsVersion: { major: 8 } };
        assert.equal(refused(await handshake.Handshake(newer)), RUNTIME_MUST_BE_UPDATED);
        const anonymous = { ...request, sdkIdentifier: ' ' };
        assert.equal(refused(await handshake.Handshake(anonymous)), MISSING_HANDSHAKE_INFORMATION);
    },

    'asks for the tenants and for where their read models are': async () => {
        const { tenants } = succeeded(await service('tenancy.Tenants').GetAll({ callContext: context() }));
        assert.deepEqual(tenants.map(tenant => guid(tenant.id)), [DEVELOPMENT]);
        const resources = service('resources.Resources');
        const { connectionString } = succeeded(await resources.GetMongoDB({ callContext: context() }));
        assert.equal(connectionString, `mongodb://localhost:27017/readmodels-${DEVELOPMENT}`);
        refused(await resources.GetMongoDB({ callContext: context(randomUUID()) }));
    },

    'introduces event types and aggregate roots': async () => {
        const eventTypes = service('events.EventTypes');
        const roots = service('aggregates.AggregateRoots');
        for (const alias of [undefined, 'DishPrepared', 'DishWasPrepared']) {
            succeeded(await eventTypes.Register({ callContext: context(), eventType: type(DISH_PREPARED), alias }));
            succeeded(await roots.RegisterAlias({ callContext: context(), aggregateRoot: type(KITCHEN), alias }));
        }
    },

    'commits events of any source, and gets all of each back': async () => {
        const callContext = context();
        const events = ANY_SOURCES.map((source, i) => event(source, ` { "dish" : ${i}.50 } `, i % 2 === 0));
        const committed = succeeded(await commit(events, callContext)).events;
        const [{ eventLogSequenceNumber: first = 0, occurred }] = committed;
        assert.deepEqual(committed.map(one => one.eventSourceId ?? ''), ANY_SOURCES);
        assert.deepEqual(committed.map(one => one.eventLogSequenceNumber ?? 0), events.map((_, i) => first + i));
        assert.deepEqual(committed.map(one => one.content), events.map(one => one.content));
        assert.deepEqual(committed.map(one => one.public ?? false), events.map(one => one.public));
        committed.forEach(one => {
            assert.deepEqual(one.occurred, occurred);
            assert.equal(guid(one.eventType.id), DISH_PREPARED);
            assert.equal(one.eventType.generation, 1);
            assert.deepEqual(one.executionContext, callContext.executionContext);
        });
        assert.ok(Math.abs(occurred.seconds - Date.now() / 1000) < 5, `occurred at ${occurred.seconds}`);
    },

    'commits for an aggregate and reads it back whole and in batches': async () => {
        for (const source of [...ANY_SOURCES, randomUUID()].map(text => `${text}${randomUUID()}`)) {
            const one = succeeded(await store.CommitForAggregate(
                forAggregate(source, 0, [aggregateEvent('{"name":"Ada"}', CHEF_HIRED)]))).events;
            assert.equal(one.currentAggregateRootVersion, 1);
            assert.equal(one.aggregateRootVersion ?? 0, 0);
            const two = succeeded(await store.CommitForAggregate(forAggregate(source, 1, dishes(2)))).events;
            assert.equal(two.currentAggregateRootVersion, 3);
            assert.equal(two.aggregateRootVersion, 2);
            assert.deepEqual(two.events.map(each => each.aggregateRootVersion), [1, 2]);

            const all = succeeded(await store.FetchForAggregate(aggregate(source))).events;
            assert.equal(all.eventSourceId, source);
            assert.equal(guid(all.aggregateRootId), KITCHEN);
            assert.equal(all.currentAggregateRootVersion, 3);
            assert.deepEqual(all.events, [...one.events, ...two.events]);

            const batches = await store.FetchForAggregateInBatches({ ...aggregate(source), fetchAllEvents: {} });
            assert.deepEqual(batches.flatMap(batch => succeeded(batch).events.events), all.events);
            const [hired] = await store.FetchForAggregateInBatches(
                { ...aggregate(source), fetchEvents: { eventTypes: [type(CHEF_HIRED, 7)] } });
            assert.deepEqual(hired.events.events, one.events);
            assert.equal(hired.events.currentAggregateRootVersion, 3);
        }
    },

    'reads an aggregate that is too large for one message in batches': async () => {
        const source = randomUUID();
        for (let i = 0; i < 8; i++) {
            succeeded(await store.CommitForAggregate(forAggregate(source, i * 8, dishes(8, 100_000))));
        }
        const batches = await store.FetchForAggregateInBatches({ ...aggregate(source), fetchAllEvents: {} });
        assert.ok(batches.length > 1, 'more than 6 MB came in one message');
        batches.forEach(batch => assert.equal(succeeded(batch).events.currentAggregateRootVersion, 64));
        const versions = batches.flatMap(batch => batch.events.events.map(each => each.aggregateRootVersion ?? 0));
        assert.deepEqual(versions, Array.from({ length: 64 }, (_, i) => i));
    },

    'finds an aggregate that never was without events, in one message': async () => {
        const source = randomUUID();
        const { events } = succeeded(await store.FetchForAggregate(aggregate(source)));
        const batches = await store.FetchForAggregateInBatches({ ...aggregate(source), fetchAllEvents: {} });
        assert.equal(batches.length, 1);
        for (const found of [events, succeeded(batches[0]).events]) {
            assert.deepEqual(found.events, []);
            assert.equal(found.currentAggregateRootVersion ?? 0, 0);
            assert.equal(found.aggregateRootVersion ?? 0, 0);
            assert.equal(found.eventSourceId, source);
        }
    },

    'is refused when the aggregate has moved on': async () => {
        const source = randomUUID();
        succeeded(await store.CommitForAggregate(forAggregate(source, 0, dishes(2))));
        for (const stale of [0, 1, 3]) {
            const answer = await store.CommitForAggregate(forAggregate(source, stale, dishes(1)));
            assert.equal(refused(answer), CONCURRENCY_CONFLICT);
        }
        assert.equal((await store.FetchForAggregate(aggregate(source))).events.events.length, 2);
    },

    'is refused for bad content, together with the events beside it': async () => {
        const before = succeeded(await commit([event('a', '{}')])).events[0].eventLogSequenceNumber ?? 0;
        for (const bad of ['', ' ', 'no json', '{"open":', '{} {}', "{'a':1}"]) {
            refused(await commit([event('a', '{}'), event('b', bad)]));
            refused(await store.CommitForAggregate(forAggregate(randomUUID(), 0, [aggregateEvent(bad)])));
        }
        assert.equal(succeeded(await commit([event('a', '{}')])).events[0].eventLogSequenceNumber, before + 1);
    },

    'is refused without events and for a tenant that the Runtime does not know': async () => {
        assert.equal(refused(await commit([])), NO_EVENTS_TO_COMMIT);
        assert.equal(refused(await store.CommitForAggregate(forAggregate('a', 0, []))), NO_EVENTS_TO_COMMIT);
        refused(await commit([event('a', '{}')], context(randomUUID())));
    },

    'is told which field is missing': async () => {
        const { INVALID_ARGUMENT } = grpc.status;
        await rejected(store.Commit({ events: [event('a', '{}')] }), INVALID_ARGUMENT, 'callContext');
        await rejected(commit([event('a', '{}')], {}), INVALID_ARGUMENT, 'executionContext');
        await rejected(commit([{ eventSourceId: 'a', content: '{}' }]), INVALID_ARGUMENT, 'eventType');
        await rejected(store.FetchForAggregate({ callContext: context() }), INVALID_ARGUMENT, 'aggregate');
    },

    'gets the first answer again when it repeats a commit under its id': async () => {
        const [id, request] = [randomUUID(), { callContext: context(), events: [event('a', '{"dish":1}')] }];
        const first = succeeded(await store.Commit(request, { 'pushmi-commit-id': id }));
        assert.deepEqual(await store.Commit(request, { 'pushmi-commit-id': id }), first);
        const other = { ...request, events: [event('a', '{"dish":2}')] };
        refused(await store.Commit(other, { 'pushmi-commit-id': id }));
    },

    'names the same event source as a client of generation 5, each in its own way': async () => {
        const source = randomUUID();
        const asUuid = Buffer.concat([Buffer.from([0x0a, 0x10]), uuid(source).value]);
        succeeded(await store.CommitForAggregate(forAggregate(source, 0, dishes(1))));
        const later = succeeded(await generation5.CommitForAggregate(forAggregate(asUuid, 1, dishes(2)))).events;
        assert.deepEqual(Buffer.from(later.eventSourceId), asUuid);
        const [seenAsUuid, seenAsText] = [
            succeeded(await generation5.FetchForAggregate(aggregate(asUuid))).events,
            succeeded(await store.FetchForAggregate(aggregate(source))).events,
        ];
        assert.deepEqual(Buffer.from(seenAsUuid.eventSourceId), asUuid);
        assert.equal(seenAsText.eventSourceId, source);
        assert.equal(seenAsText.events.length, 3);
        assert.deepEqual(seenAsUuid.events, seenAsText.events);
        const [single] = succeeded(await generation5.Commit(
            { callContext: context(), events: [event(asUuid, '{}')] })).events;
        assert.deepEqual(Buffer.from(single.eventSourceId), asUuid);
    },

    'handles events of any source by a reverse call, each in its partition and at its place in the stream': async () => {
        const wanted = randomUUID();
        const sources = [...ANY_SOURCES, ...ANY_SOURCES];
        const before = succeeded(await commit(ANY_SOURCES.map((source, i) => eventOf(wanted, source, `{"n":${i}}`))));
        const handler = handle(wanted, { partitioned: true, concurrency: 4, alias: 'by hand' });
        await eventually(() => assert.equal(handler.requests.length, ANY_SOURCES.length));
        assert.deepEqual(handler.answers, [{}]);
        assert.ok(handler.pings > 0, 'the first ping comes with the first message');
        await commit([event('a', '{}')]);
        const after = succeeded(await commit(
            ANY_SOURCES.map((source, i) => eventOf(wanted, source, `{"n":${ANY_SOURCES.length + i}}`))));
        await eventually(() => assert.equal(handler.requests.length, sources.length));

        const byPosition = got(handler).sort((one, other) => one.position - other.position);
        assert.deepEqual(byPosition, sources.map((source, i) =>
            ({ source, content: `{"n":${i}}`, partition: source, position: i })));
        for (const source of ANY_SOURCES) {
            const contents = got(handler).filter(each => each.source === source).map(each => each.position);
            assert.deepEqual(contents, [...contents].sort((one, other) => one - other), `the order of "${source}"`);
        }
        const committed = [...before.events, ...after.events];
        handler.requests.forEach(({ callContext, event: { event: delivered, partitioned, scopeId, streamPosition } }) => {
            assert.equal(partitioned, true);
            assert.equal(guid(scopeId), DEFAULT_SCOPE);
            assert.deepEqual(delivered, committed[streamPosition ?? 0]);
            assert.equal(guid(callContext.executionContext.tenantId), DEVELOPMENT);
            assert.deepEqual(
                callContext.executionContext.correlationId, delivered.executionContext.correlationId);
        });
        handler.cancel();
    },

    'handles events one at a time when its handler is not partitioned': async () => {
        const wanted = randomUUID();
        const handler = handle(wanted);
        await eventually(() => assert.equal(handler.answers.length, 1));
        succeeded(await commit(ANY_SOURCES.map((source, i) => eventOf(wanted, source, `{"n":${i}}`))));
        await eventually(() => assert.equal(handler.requests.length, ANY_SOURCES.length));
        assert.deepEqual(got(handler).map(({ source, content, position }) => ({ source, content, position })),
            ANY_SOURCES.map((source, i) => ({ source, content: `{"n":${i}}`, position: i })));
        handler.requests.forEach(request => assert.equal(request.event.partitioned ?? false, false));
        handler.cancel();
    },

    'gets an event again that it failed at, with the reason and how often': async () => {
        const wanted = randomUUID();
        const failure = { reason: 'the oven was cold', retry: true, retryTimeout: { nanos: 300_000_000 } };
        const handler = handle(wanted, { partitioned: true }, ({ event: { event: { content } }, retryProcessingState }) =>
            (content === '{"n":0}' && (retryProcessingState?.retryCount ?? 0) < 1 ? failure : undefined));
        await commit([eventOf(wanted, 'cold', '{"n":0}'), eventOf(wanted, 'cold', '{"n":1}')]);
        await eventually(() => assert.ok(handler.requests.some(request => request.event.event.content === '{"n":1}')));
        const attempts = handler.requests.filter(request => request.event.event.content === '{"n":0}');
        const [first, ...again] = attempts.map(attempt => attempt.retryProcessingState);
        assert.equal(first, undefined);
        assert.deepEqual(again.map(state => state.failureReason), ['the oven was cold', 'the oven was cold']);
        assert.deepEqual(again.map(state => state.retryCount ?? 0), [0, 1]);
        attempts.forEach(attempt => assert.equal(attempt.event.streamPosition ?? 0, 0));
        handler.cancel();
    },

    'ends a handler in good order and goes on with it where it was': async () => {
        const [wanted, eventHandlerId] = [randomUUID(), uuid(randomUUID())];
        const first = handle(wanted, { eventHandlerId, partitioned: true });
        await commit([eventOf(wanted, 'a', '{"n":0}'), eventOf(wanted, 'b', '{"n":1}')]);
        await eventually(() => assert.equal(first.requests.length, 2));
        first.disconnect(5);
        await first.ended;
        assert.deepEqual(first.disconnected, [{}]);
        await commit([eventOf(wanted, 'a', '{"n":2}')]);
        const second = handle(wanted, { eventHandlerId, partitioned: true });
        await eventually(() => assert.equal(second.requests.length, 1));
        assert.deepEqual(got(second), [{ source: 'a', content: '{"n":2}', partition: 'a', position: 2 }]);
        second.cancel();
    },

    'stands by with a handler that another client has, and gets its events when that one has gone': async () => {
        const [wanted, eventHandlerId] = [randomUUID(), uuid(randomUUID())];
        const first = handle(wanted, { eventHandlerId });
        await eventually(() => assert.deepEqual(first.answers, [{}]));
        const second = handle(wanted, { eventHandlerId });
        await eventually(() => assert.deepEqual(second.answers, [{}]));
        await commit([eventOf(wanted, 'a', '{"n":0}')]);
        await eventually(() => assert.equal(first.requests.length, 1));
        assert.deepEqual(second.requests, []);
        first.disconnect(5);
        await first.ended;
        await commit([eventOf(wanted, 'a', '{"n":1}')]);
        await eventually(() => assert.equal(second.requests.length, 1));
        assert.equal(second.requests[0].event.event.content, '{"n":1}');
        second.cancel();
    },

    'is refused a handler that another client has defined otherwise': async () => {
        const [wanted, eventHandlerId] = [randomUUID(), uuid(randomUUID())];
        const first = handle(wanted, { eventHandlerId, partitioned: true });
        await eventually(() => assert.deepEqual(first.answers, [{}]));
        const second = handle(wanted, { eventHandlerId, partitioned: false });
        await second.ended;
        assert.equal(refused(second.answers[0]), HANDLER_ALREADY_REGISTERED);
        first.cancel();
    },

    'is told what is missing when it registers a handler': async () => {
        const odd = {
            eventHandlerId: { eventHandlerId: undefined },
            scopeId: { scopeId: undefined },
            eventTypes: { eventTypes: [] },
            callContext: { callContext: undefined },
            executionContext: { callContext: { pingInterval: { seconds: 1 } } },
        };
        for (const [field, fields] of Object.entries(odd)) {
            const handler = handle(randomUUID(), fields);
            await handler.ended;
            assert.equal(refused(handler.answers[0]), FAILED_TO_REGISTER_HANDLER);
            const { reason } = handler.answers[0].failure;
            assert.ok(reason.includes(field), `"${reason}" does not mention ${field}`);
        }
    },
});
