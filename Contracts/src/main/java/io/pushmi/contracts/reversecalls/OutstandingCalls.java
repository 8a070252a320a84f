package io.pushmi.contracts.reversecalls;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.pushmi.contracts.protobuf.Uuid;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The requests of one stream that were not answered yet. Each is answered by whoever takes it out, and so exactly once.
 *
 * <p>Who opens a call looks afterwards whether the stream has ended, and who ends the stream says so before taking out
 * what is there: one of the two answers.
 *
 * <p>A call's id is half of random bits, which are the stream's own, and half a counter: unique at the price of an
 * addition, and telling nothing of other streams.
 *
 * @param <P> the client's response to a request
 */
final class OutstandingCalls<P> {
    private static final int HALF = Long.BYTES;

    private final long stream = ThreadLocalRandom.current().nextLong();
    private final AtomicLong last = new AtomicLong();
    private final ConcurrentMap<Long, Call<P>> calls = new ConcurrentHashMap<>();
    private volatile boolean ended;

    /** Remembers a call, to be answered; with {@link Answer.Ended} at once if the stream has ended. */
    Uuid open(long now, Consumer<Answer<P>> answer) {
        Long number = last.incrementAndGet();
        calls.put(number, new Call<>(now, answer));
        if (ended) {
            answer(number, new Answer.Ended<>());
        }
        byte[] id =
                ByteBuffer.allocate(2 * HALF).putLong(stream).putLong(number).array();
        return Uuid.newBuilder().setValue(UnsafeByteOperations.unsafeWrap(id)).build();
    }

    /** Answers a call with what the client responded. False if there is no such call, or no longer. */
    boolean answer(Uuid id, P response) {
        ByteString bytes = id.getValue();
        return bytes.size() == 2 * HALF
                && half(bytes, 0) == stream
                && answer(half(bytes, HALF), new Answer.Answered<>(response));
    }

    /** How long it takes from {@code now} until a call has been open for {@code timeout}; 0 or less if one has. */
    long untilTimeout(long now, long timeout) {
        long left = timeout;
        for (Call<P> call : calls.values()) {
            left = Math.min(left, timeout - (now - call.begun()));
        }
        return left;
    }

    /** Answers the calls that have been open for {@code timeout} with {@link Answer.TimedOut}. */
    void timeOut(long now, long timeout) {
        calls.forEach((number, call) -> {
            if (now - call.begun() >= timeout) {
                tell(number, new Answer.TimedOut<>());
            }
        });
    }

    /** Answers all calls with {@link Answer.Ended}, and all that are opened from now on. */
    void end() {
        ended = true;
        calls.keySet().forEach(number -> tell(number, new Answer.Ended<>()));
    }

    private void tell(Long number, Answer<P> answer) {
        Callbacks.run(() -> answer(number, answer));
    }

    private boolean answer(Long number, Answer<P> answer) {
        Call<P> call = calls.remove(number);
        if (call == null) {
            return false;
        }
        call.answer().accept(answer);
        return true;
    }

    private static long half(ByteString bytes, int from) {
        long half = 0;
        for (int i = from; i < from + HALF; i++) {
            half = (half << Byte.SIZE) | (bytes.byteAt(i) & 0xff);
        }
        return half;
    }

    @Override
    public String toString() {
        return Long.toHexString(stream);
    }

    private record Call<P>(long begun, Consumer<Answer<P>> answer) {}
}
