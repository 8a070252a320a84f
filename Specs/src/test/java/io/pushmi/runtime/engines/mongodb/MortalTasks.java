package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The tasks of one process in a {@link Simulation}: once it is killed, none of them runs any more. */
final class MortalTasks extends AbstractExecutorService implements ScheduledExecutorService {
    private final Simulation simulation;
    private final List<Runnable> repeated = new ArrayList<>();
    private boolean alive = true;

    MortalTasks(Simulation simulation) {
        this.simulation = simulation;
    }

    boolean isAlive() {
        return alive;
    }

    void kill() {
        alive = false;
    }

    /** Runs once what is to be run again and again. */
    void repeat() {
        List.copyOf(repeated).forEach(task -> simulation.execute(mortal(task)));
    }

    @Override
    public void execute(Runnable task) {
        simulation.execute(mortal(task));
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return simulation.schedule(mortal(task), delay, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initial, long delay, TimeUnit unit) {
        repeated.add(task);
        return simulation.scheduleWithFixedDelay(task, initial, delay, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initial, long period, TimeUnit unit) {
        return scheduleWithFixedDelay(task, initial, period, unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        return simulation.schedule(task, delay, unit);
    }

    private Runnable mortal(Runnable task) {
        return () -> {
            if (alive) {
                task.run();
            }
        };
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}
