package io.pushmi.benchmarks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.pushmi.contracts.runtime.events.processing.EventHandlerClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRuntimeToClientMessage;
import io.pushmi.contracts.services.Pong;

/**
 * What a Runtime sends to an event handler, and what is answered. Of the requests to handle an event, of which there are
 * many, only what is needed is read.
 */
final class RuntimeMessage {
    static final int REGISTRATION_RESPONSE = EventHandlerRuntimeToClientMessage.REGISTRATIONRESPONSE_FIELD_NUMBER;
    static final int HANDLE_REQUEST = EventHandlerRuntimeToClientMessage.HANDLEREQUEST_FIELD_NUMBER;
    static final int PING = EventHandlerRuntimeToClientMessage.PING_FIELD_NUMBER;

    static final byte[] PONG = EventHandlerClientToRuntimeMessage.newBuilder()
            .setPong(Pong.getDefaultInstance())
            .build()
            .toByteArray();

    private static final int CALL_CONTEXT = 1;
    private static final int CALL_ID = 1;
    private static final int VALUE = 1;
    private static final int STREAM_EVENT = 2;
    private static final int EVENT = 1;
    private static final int SEQUENCE_NUMBER = 1;

    private static final int ID_BYTES = 16;

    /** handleResult, callContext, callId and value, each with the length of what is in it, and then the id. */
    private static final byte[] HANDLED = {0x12, 22, 0x0A, 20, 0x0A, 18, 0x0A, ID_BYTES};

    /** Of an answer that an event was handled, in bytes. */
    static final int ANSWER_SIZE = HANDLED.length + ID_BYTES;

    private RuntimeMessage() {}

    /** Which of its kinds a message is; 0 if it is none. */
    static int kind(byte[] message) {
        return Fields.first(message);
    }

    /** The answer that the event of a request to handle one was handled. */
    static byte[] handled(byte[] request) {
        long context = within(request, handleRequest(request), CALL_CONTEXT, "call context");
        long id = within(request, within(request, context, CALL_ID, "call id"), VALUE, "call id's value");
        if (Fields.length(id) != ID_BYTES) {
            throw new IllegalStateException(
                    "expected a call id of " + ID_BYTES + " bytes, found " + Fields.length(id) + " bytes");
        }
        byte[] answer = new byte[ANSWER_SIZE];
        System.arraycopy(HANDLED, 0, answer, 0, HANDLED.length);
        System.arraycopy(request, Fields.begin(id), answer, HANDLED.length, ID_BYTES);
        return answer;
    }

    /** The position in its log of the event in a request to handle one. */
    static long sequenceNumber(byte[] request) {
        long streamEvent = within(request, handleRequest(request), STREAM_EVENT, "stream event");
        return Fields.number(request, within(request, streamEvent, EVENT, "event"), SEQUENCE_NUMBER);
    }

    /** Throws if the answer to a registration says that it was refused. */
    static void requireAccepted(byte[] message) {
        try {
            EventHandlerRuntimeToClientMessage answer = EventHandlerRuntimeToClientMessage.parseFrom(message);
            if (answer.getRegistrationResponse().hasFailure()) {
                throw new IllegalStateException("an event handler was refused: "
                        + answer.getRegistrationResponse().getFailure().getReason());
            }
        } catch (InvalidProtocolBufferException unreadable) {
            throw new IllegalStateException("an answer to a registration cannot be read", unreadable);
        }
    }

    private static long handleRequest(byte[] request) {
        return within(request, Fields.all(request), HANDLE_REQUEST, "request to handle an event");
    }

    private static long within(byte[] message, long place, int field, String what) {
        long found = Fields.find(message, place, field);
        if (found == Fields.NONE) {
            throw new IllegalStateException("expected a " + what + " in what the Runtime sent, found none");
        }
        return found;
    }
}
