package dev.guestward.platform.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.spring.boot.starter.SpringBootProcessApplication;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Deploys what stands under {@code bpmn/} on the class path. A model is known to the engine by its path from there,
 * {@code bpmn/review/sponsor-review.bpmn}, in the jar as in a run from the sources, so that an unchanged set
 * never becomes a new version. If one model has changed all are deployed: a model that calls another one keeps to the
 * version it came with.
 */
@Configuration
class Models extends SpringBootProcessApplication {
    private static final String FOLDER = "bpmn/";

    @Override
    public void createDeployment(String archive, DeploymentBuilder deployment) {
        try {
            for (Map.Entry<String, Resource> model : find().entrySet()) {
                deployment.addInputStream(model.getKey(), model.getValue().getInputStream());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The models cannot be read", e);
        }
    }

    private static Map<String, Resource> find() throws IOException {
        PathMatchingResourcePatternResolver files = new PathMatchingResourcePatternResolver();
        Map<String, Resource> models = new TreeMap<>();
        for (String type : new String[] {"bpmn", "dmn"}) {
            for (Resource file : files.getResources("classpath*:" + FOLDER + "**/*." + type)) {
                String url = file.getURL().toString();
                models.put(url.substring(url.lastIndexOf("/" + FOLDER) + 1), file);
            }
        }
        return models;
    }
}
