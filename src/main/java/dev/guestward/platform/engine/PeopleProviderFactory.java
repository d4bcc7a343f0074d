package dev.guestward.platform.engine;

import dev.guestward.platform.RecentPeople;
import org.camunda.bpm.engine.impl.identity.ReadOnlyIdentityProvider;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Shows the engine the people table instead of tables of its own. Read only, which also closes its set-up page. */
@Component
class PeopleProviderFactory implements SessionFactory {
    private final ObjectProvider<RecentPeople> people;

    PeopleProviderFactory(ObjectProvider<RecentPeople> people) {
        this.people = people;
    }

    @Override
    public Class<?> getSessionType() {
        return ReadOnlyIdentityProvider.class;
    }

    @Override
    public Session openSession() {
        return new PeopleProvider(people.getObject());
    }
}
