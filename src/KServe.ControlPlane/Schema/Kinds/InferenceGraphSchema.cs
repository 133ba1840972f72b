namespace KServe.ControlPlane;

/// <summary>The fields of an InferenceGraph.</summary>
internal static class InferenceGraphSchema
{
    public const string Text = """
        type GraphStep
        acts: name:s nodeName:s serviceName:s serviceUrl:s data:s mapPredictionsToInstances:b weight:i condition:s
        dependency:s(Soft|Hard)

        type GraphNode
        acts: routerType!:s(Sequence|Splitter|Ensemble|Switch) steps[]:GraphStep

        type RouterTimeouts
        acts: serviceClient:i
        accepts "the host's server has limits of its own": serverRead:i serverWrite:i serverIdle:i

        type InferenceGraphSpec
        acts: nodes{}!:GraphNode timeout:i routerTimeouts:RouterTimeouts
        accepts "placement belongs to a cluster": affinity:* tolerations[]:* nodeSelector{}:s nodeName:s
        accepts "the process has an identity of its own": serviceAccountName:s
        accepts "a process has no quota": resources:Resources
        accepts "one process is one replica": minReplicas:i maxReplicas:i scaleTarget:i
        scaleMetric:s(cpu|memory|concurrency|rps)

        type InferenceGraph
        acts: apiVersion:s kind:s metadata!:ObjectMeta spec!:InferenceGraphSpec
        silent: status:*
        """;
}
