namespace KServe.ControlPlane;

/// <summary>The fields of an LLMInferenceService and of its shared configuration.</summary>
internal static class LanguageModelSchema
{
    public const string Text = """
        type LoraAdapter
        silent: uri:s name:s framework:s criticality:s lora:* confidential:Confidential

        type Lora
        accepts "adapters are not served": adapters[]:LoraAdapter maxAdapters:i maxCpuAdapters:i maxRank:i

        type LanguageModel
        acts: uri!:s name:s
        accepts "requests have no classes": criticality:s(Critical|Standard|Sheddable)
        accepts "adapters are not served": lora:Lora
        accepts "models are not decrypted": confidential:Confidential

        type KedaScaling
        silent: pollingInterval:i cooldownPeriod:i initialCooldownPeriod:i idleReplicaCount:i fallback:* advanced:*
        triggers[]:*

        type WvaScaling
        silent: variantCost:s hpa:* keda:KedaScaling

        type Scaling
        silent: minReplicas:i maxReplicas!:i wva:WvaScaling keda:KedaScaling

        type EmptyDirTier
        silent: size!:q

        type ClaimReference
        silent: name!:s path:s

        type ClaimTier
        silent: spec:* ref:ClaimReference

        type FileSystemTier
        silent: emptyDir:EmptyDirTier pvc:ClaimTier

        type SecondaryTier
        silent: fileSystem:FileSystemTier

        type KvCacheOffloading
        silent: cpu:q evictionPolicy:s(lru|arc) secondary[]:SecondaryTier

        type HttpRoute
        silent: refs[]:Reference spec:*

        type Route
        silent: http:HttpRoute group:s weight:i

        type ConfigReference
        silent: name:s key:s optional:b

        type SchedulerConfig
        silent: inline:* ref:ConfigReference

        type Pool
        silent: spec:* ref:Reference

        type SchedulerPart
        silent: template:PodSpec

        type Scheduler
        include SchedulerPart
        silent: pool:Pool labels{}:s annotations{}:s config:SchedulerConfig replicas:i tokenizer:SchedulerPart

        type Workload
        accepts "one process is one replica": replicas:i scaling:Scaling rolloutStrategy:RollingUpdate
        accepts "one process is one node": parallelism:Parallelism
        accepts "of a pod only the arguments and variables of its container 'main' count": template:PodSpec
        accepts "a process has no pod": worker:PodSpec labels{}:s annotations{}:s
        accepts "the engine has a cache of its own": kvCacheOffloading:KvCacheOffloading

        type Parallelism
        silent: data:i dataLocal:i dataRPCPort:i expert:b pipeline:i tensor:i

        type GatewayRefs
        silent: refs[]:Reference

        type RouterSpec
        accepts "routing belongs to a cluster": route:Route gateway:GatewayRefs ingress:GatewayRefs
        scheduler:Scheduler

        type StorageInitializer
        silent: enabled:b

        type Tracing
        silent: exporter:s exporterEndpoint:s sampler:s samplerArg:s

        type LanguageModelServiceSpec
        include Workload
        acts: model:LanguageModel
        accepts "one process is one node": prefill:Workload
        accepts "routing belongs to a cluster": router:RouterSpec
        accepts "storage providers belong to the host": storageInitializer:StorageInitializer
        accepts "the host has telemetry of its own": tracing:Tracing
        acts: baseRefs[]:Reference

        type LLMInferenceService
        acts: apiVersion:s kind:s metadata!:ObjectMeta spec!:LanguageModelServiceSpec
        silent: status:*

        type LanguageModelPart
        acts: uri:s name:s criticality:s lora:Lora confidential:Confidential

        type LanguageModelConfigSpec
        include Workload
        acts: model:LanguageModelPart
        accepts "presets describe pods": prefill:Workload router:RouterSpec
        storageInitializer:StorageInitializer tracing:Tracing baseRefs[]:Reference

        type LLMInferenceServiceConfig
        acts: apiVersion:s kind:s metadata!:ObjectMeta spec!:LanguageModelConfigSpec
        silent: status:*
        """;
}
