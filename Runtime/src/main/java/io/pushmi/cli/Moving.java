package io.pushmi.cli;

import io.pushmi.runtime.configuration.InvalidConfiguration;
import io.pushmi.runtime.management.moving.MoveRefused;
import io.pushmi.runtime.management.moving.Moved;
import io.pushmi.runtime.server.StoreRefused;
import io.pushmi.runtime.storage.Progress;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.storage.foreign.CannotBeMoved;
import java.util.function.Function;
import picocli.CommandLine;

/** Moves a store for a command, which ends with the exit code. */
final class Moving {
    private static final int REFUSED = 1;

    private Moving() {}

    /**
     * @param doing what is being done, for the progress line
     * @param done what then is done, for the summary
     * @param name what is moved, or where it is, for the summary
     */
    static int move(String doing, String done, String name, Function<Progress, Moved> move, CommandLine command) {
        try (ProgressLine progress = ProgressLine.on(command.getErr(), doing, Amounts::count)) {
            Moved moved = move.apply(progress);
            progress.makeRoom();
            command.getOut().println(done + " " + Text.shown(name) + ": " + inWords(moved));
            command.getOut().println("hash " + moved.hash());
            return 0;
        } catch (MoveRefused | CannotBeMoved | StorageUnavailable refused) {
            Complaint.print(refused, command);
            return REFUSED;
        } catch (InvalidConfiguration wrong) {
            return refused(wrong, command);
        } catch (StorageDamaged damaged) {
            Complaint.print(damaged, command);
            return Verifying.DAMAGED;
        } catch (StoreRefused refused) {
            return Verifying.refused(refused, command);
        }
    }

    /** Says what is wrong with the configuration that names the store. The exit code that stands for it. */
    static int refused(InvalidConfiguration wrong, CommandLine command) {
        wrong.problems().forEach(problem -> command.getErr().println("pushmi: " + Text.shown(problem)));
        return REFUSED;
    }

    private static String inWords(Moved moved) {
        return Amounts.count(moved.logs(), "log") + ", " + Amounts.count(moved.commits(), "commit") + ", "
                + Amounts.count(moved.events(), "event") + ", " + Amounts.count(moved.documents(), "state document");
    }
}
