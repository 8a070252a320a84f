'use strict';

const { randomUUID } = require('node:crypto');
const { uuid } = require('./contracts.js');

/**
 * An event handler, registered by hand. What comes is kept, as it came: `answers` to the registration, `requests`,
 * `pings`, and `disconnected`; `ended` is a promise that the Runtime ends the call in good order. Each request is answered
 * with what `work` gives for it: nothing if the event was handled, otherwise a failure.
 */
exports.connect = (handlers, registration, work = () => undefined) => {
    const call = handlers.Connect();
    const handler = { answers: [], requests: [], pings: 0, disconnected: [] };
    handler.ended = new Promise((resolve, reject) => call.on('end', resolve).on('error', reject));
    // An end that nobody waits for is no problem.
    handler.ended.catch(() => {});
    handler.disconnect = seconds => call.write({ initiateDisconnect: { gracePeriod: { seconds } } });
    handler.cancel = () => call.cancel();
    call.on('data', ({ registrationResponse, handleRequest, ping, disconnected }) => {
        if (ping) {
            handler.pings++;
            call.write({ pong: {} });
        } else if (handleRequest) {
            handler.requests.push(handleRequest);
            const { callId } = handleRequest.callContext;
            call.write({ handleResult: { callContext: { callId }, failure: work(handleRequest) } });
        } else if (disconnected) {
            handler.disconnected.push(disconnected);
        } else {
            handler.answers.push(registrationResponse);
        }
    });
    call.write(registration);
    return handler;
};

/** The first message of a handler's client. */
exports.registration = (executionContext, fields) => ({
    registrationRequest: {
        callContext: { executionContext, headId: uuid(randomUUID()), pingInterval: { seconds: 1 } },
        ...fields,
    },
});
