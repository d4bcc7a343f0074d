package dev.guestward.simulatedtenant;

import java.util.function.Supplier;

/** What a request sees of the directory, which is not always the newest, nor always what it was told. */
final class Replicas {
    private final Faults faults;
    private final Directory directory;

    Replicas(Faults faults, Directory directory) {
        this.faults = faults;
        this.directory = directory;
    }

    /** Reads under the directory's lock, perhaps from a replica that lags behind. */
    Response read(Request request, Supplier<Response> work) {
        var fault = faults.next(FaultMode.Stage.WHILE, request);
        var history = directory.history();
        if (fault.isPresent()) {
            var millis = fault.get().staleMillis();
            return millis.isPresent()
                    ? history.asOf(directory.now().minusMillis(millis.get()), work)
                    : history.beforeLastChange(request.path(), work);
        }
        if (FaultMode.STALE.concerns(request.method(), request.pathText())) {
            var stale = directory.staleness();
            if (!stale.isZero()) {
                return history.asOf(directory.now().minus(stale), work);
            }
        }
        return work.get();
    }

    /** Whether this invitation, of somebody yet unknown, is to be answered without any effect. */
    boolean loses(Request request) {
        return FaultMode.PHANTOM.concerns(request.method(), request.pathText())
                && Json.text(request.json(), "invitedUserEmailAddress")
                        .filter(mail -> directory.liveUserWithAddress(mail).isEmpty())
                        .isPresent()
                && faults.next(FaultMode.Stage.WHILE, request).isPresent();
    }
}
