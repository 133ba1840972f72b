namespace KServe.ControlPlane;

/// <summary>What predictor, transformer and explainer have in common.</summary>
internal static class ComponentSchema
{
    public const string Text = """
        type Batcher
        acts: maxBatchSize:i maxLatency:i
        accepts "KServe's batcher does not read it either": timeout:i

        type LoggerStorage
        acts: path:s parameters{}:s key:s serviceAccountName:s

        type Logger
        acts: url:s mode:s(all|request|response) metadataHeaders[]:s metadataAnnotations[]:s storage:LoggerStorage
        batchSize:i batchInterval:d
        accepts "payloads are written without a marshaller": marshallerUrl:s

        type MetricTarget
        silent: type:s(Utilization|Value|AverageValue) averageUtilization:i averageValue:q value:q

        type ResourceMetric
        silent: name:s(cpu|memory) target:MetricTarget

        type ExternalMetricSource
        silent: backend:s(prometheus|graphite) namespace:s query:s serverAddress:s

        type ExternalMetric
        silent: metric:ExternalMetricSource target:MetricTarget authenticationRef:*

        type PodMetricSource
        silent: backend:s(opentelemetry) metricNames[]:s operationOverTime:s query:s serverAddress:s

        type PodMetric
        silent: metric:PodMetricSource target:MetricTarget

        type Metric
        silent: type:s(Resource|External|PodMetric) resource:ResourceMetric external:ExternalMetric podmetric:PodMetric

        type AutoScaling
        silent: metrics[]:Metric behavior:*

        type RollingUpdate
        silent: maxSurge:x maxUnavailable:x

        type DeploymentStrategy
        silent: type:s rollingUpdate:RollingUpdate

        type Component
        acts: containerConcurrency:i timeout:i canaryTrafficPercent:i logger:Logger batcher:Batcher
        accepts "one process is one replica": minReplicas:i maxReplicas:i scaleTarget:i
        scaleMetric:s(cpu|memory|concurrency|rps) scaleMetricType:s(Utilization|AverageValue|Value)
        autoScaling:AutoScaling deploymentStrategy:DeploymentStrategy
        accepts "a process has no pod": labels{}:s annotations{}:s

        type StorageUri
        acts: uri!:s mountPath:s

        type StorageSpec
        acts: path:s parameters{}:s key:s
        accepts "schemas come from the model": schemaPath:s

        type Confidential
        silent: enabled:b resourceId:s
        """;
}
