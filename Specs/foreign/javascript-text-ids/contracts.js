'use strict';

const fs = require('node:fs');
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const protobuf = require('protobufjs');

const DECLARATIONS = path.join(__dirname, '../../../Contracts/src/main/proto');

/** What generations 6 and 7 declare as text; here the Runtime's own declarations have bytes, which also take a Uuid. */
const TEXT_FIELDS = [
    ['dolittle.runtime.events.UncommittedEvent', 'eventSourceId'],
    ['dolittle.runtime.events.UncommittedAggregateEvents', 'eventSourceId'],
    ['dolittle.runtime.events.CommittedEvent', 'eventSourceId'],
    ['dolittle.runtime.events.CommittedAggregateEvents', 'eventSourceId'],
    ['dolittle.runtime.events.Aggregate', 'eventSourceId'],
    ['dolittle.runtime.events.processing.StreamEvent', 'partitionId'],
    ['dolittle.runtime.events.processing.PartitionedFilterResponse', 'partitionId'],
];

/** The contracts as generations 6 and 7 have them. */
exports.textIds = () => load('string');

/** The contracts with the ids of event sources as the bytes that travel. */
exports.rawIds = () => load('bytes');

function load(typeOfIds) {
    const root = new protobuf.Root();
    root.resolvePath = (_, target) => path.join(DECLARATIONS, target);
    const files = fs.readdirSync(DECLARATIONS, { recursive: true }).filter(file => file.endsWith('.proto'));
    root.loadSync(files, { keepCase: true });
    for (const [message, field] of TEXT_FIELDS) {
        root.lookupType(message).fields[field].type = typeOfIds;
    }
    return root;
}

/**
 * A client of one service: calls by name, each a promise of the answer, or of all answers if they come as a stream. A
 * call where both sides send many messages is given as it is.
 */
exports.client = (root, serviceName, address) => {
    const service = root.lookupService(serviceName);
    const methods = service.methodsArray.map(method => method.resolve());
    const Client = grpc.makeGenericClientConstructor(
        Object.fromEntries(methods.map(method => [method.name, definition(service, method)])), service.name);
    const client = new Client(address, grpc.credentials.createInsecure());
    return Object.fromEntries(methods.map(method => [method.name, caller(client, method)]));
};

function definition(service, method) {
    return {
        path: `/${service.fullName.slice(1)}/${method.name}`,
        requestStream: Boolean(method.requestStream),
        responseStream: Boolean(method.responseStream),
        requestSerialize: message => encoded(method.resolvedRequestType, message),
        requestDeserialize: bytes => decoded(method.resolvedRequestType, bytes),
        responseSerialize: message => encoded(method.resolvedResponseType, message),
        responseDeserialize: bytes => decoded(method.resolvedResponseType, bytes),
    };
}

function encoded(type, message) {
    return Buffer.from(type.encode(type.fromObject(message)).finish());
}

function decoded(type, bytes) {
    return type.toObject(type.decode(bytes), { longs: Number, bytes: Buffer, arrays: true, defaults: false });
}

function caller(client, method) {
    if (method.requestStream) {
        return () => client[method.name]();
    }
    if (method.responseStream) {
        return request => new Promise((resolve, reject) => {
            const answers = [];
            client[method.name](request)
                .on('data', answer => answers.push(answer))
                .on('error', reject)
                .on('end', () => resolve(answers));
        });
    }
    return (request, metadata = {}) => new Promise((resolve, reject) => {
        const headers = new grpc.Metadata();
        Object.entries(metadata).forEach(([key, value]) => headers.set(key, value));
        client[method.name](request, headers, (error, answer) => (error ? reject(error) : resolve(answer)));
    });
}

/** A Uuid: 16 bytes, the first three groups of the text in reverse. */
exports.uuid = text => {
    const bytes = Buffer.from(text.replaceAll('-', ''), 'hex');
    bytes.subarray(0, 4).reverse();
    bytes.subarray(4, 6).reverse();
    bytes.subarray(6, 8).reverse();
    return { value: bytes };
};

/** The text of a Uuid. */
exports.guid = uuid => {
    const hex = exports.uuid(Buffer.from(uuid.value).toString('hex')).value.toString('hex');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};
