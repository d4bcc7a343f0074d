package dev.guestward.simulatedtenant;

/** The part of the control surface that sets and shows the limits and the lag. */
final class LimitRoutes {
    private final Quota quota;
    private final Directory directory;

    LimitRoutes(Tenant tenant) {
        quota = tenant.quota;
        directory = tenant.directory;
    }

    void addTo(Router<Handler> router) {
        ControlRoutes.add(router, "GET /_sim/quota", request -> Response.json(200, quota.toJson()));
        ControlRoutes.add(router, "PUT /_sim/quota", request -> {
            quota.set(request.json());
            return Response.json(200, quota.toJson());
        });
        ControlRoutes.add(router, "DELETE /_sim/quota", request -> {
            quota.reset();
            return Response.noContent();
        });
        ControlRoutes.add(router, "GET /_sim/lag", request -> lag());
        ControlRoutes.add(
                router,
                "PUT /_sim/lag",
                request -> directory.locked(() -> {
                    directory.setLag(directory.lag().with(request.json()));
                    return lag();
                }));
    }

    private Response lag() {
        return directory.locked(() -> Response.json(200, directory.lag().toJson()));
    }
}
