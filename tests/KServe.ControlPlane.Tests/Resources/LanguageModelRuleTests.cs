using KServe.ControlPlane.Tests.Support;

namespace KServe.ControlPlane.Tests.Resources;

public sealed class LanguageModelRuleTests
{
    [Theory]
    [InlineData("replicas: -1", "spec.replicas: must be from 0 to 2147483647; got -1")]
    [InlineData("replicas: 1\nscaling: {maxReplicas: 2, wva: {hpa: {}}}", "spec.scaling: must not be given beside replicas")]
    [InlineData("scaling: {maxReplicas: 2}", "spec.scaling: must have either wva or keda")]
    [InlineData("scaling: {minReplicas: 3, maxReplicas: 2, wva: {hpa: {}}}", "spec.scaling.minReplicas: must not exceed maxReplicas; got 3")]
    [InlineData("scaling: {maxReplicas: 2, wva: {}}", "spec.scaling.wva: must have either hpa or keda")]
    [InlineData("scaling: {maxReplicas: 2, wva: {hpa: {}, variantCost: \"-1\"}}", "spec.scaling.wva.variantCost: must be a number of zero or more, like \"10.0\"; got '-1'")]
    [InlineData("scaling: {maxReplicas: 2, keda: {}}", "spec.scaling.keda.triggers: must have at least one trigger")]
    [InlineData("scaling: {maxReplicas: 2, keda: {triggers: [{type: cron}], idleReplicaCount: 1}}", "spec.scaling.keda.idleReplicaCount: must be less than minReplicas of the scaling; got 1")]
    [InlineData("scaling: {maxReplicas: 2, wva: {keda: {advanced: {scalingModifiers: {formula: a}}}}}", "spec.scaling.wva.keda.advanced.scalingModifiers: must not be given: wva sets the formula")]
    [InlineData("scaling: {wva: {hpa: {}}}", "spec.scaling.maxReplicas: is required")]
    [InlineData("worker: {containers: []}", "spec.worker: needs parallelism with data and dataLocal, or with pipeline")]
    [InlineData("parallelism: {data: 2}", "spec.parallelism.dataLocal: is required: data and dataLocal belong together")]
    [InlineData("parallelism: {data: 2, dataLocal: 1, pipeline: 2}", "spec.parallelism: must not have pipeline beside data and dataLocal")]
    [InlineData("parallelism: {tensor: 0}", "spec.parallelism.tensor: must be from 1 to 2147483647; got 0")]
    [InlineData("prefill: {parallelism: {dataRPCPort: 70000}}", "spec.prefill.parallelism.dataRPCPort: must be from 1 to 65535; got 70000")]
    [InlineData("rolloutStrategy: {maxSurge: 101%}", "spec.rolloutStrategy.maxSurge: must be a number of zero or more, or a share up to 100%; got '101%'")]
    [InlineData("rolloutStrategy: {maxSurge: 0, maxUnavailable: 0%}", "spec.rolloutStrategy: needs a maxSurge above zero when maxUnavailable is zero")]
    [InlineData("kvCacheOffloading: {secondary: [{fileSystem: {emptyDir: {size: 1Gi}}}]}", "spec.kvCacheOffloading.cpu: is required beside secondary tiers")]
    [InlineData("kvCacheOffloading: {cpu: 1Gi, secondary: [{}]}", "spec.kvCacheOffloading.secondary[0]: must have a fileSystem with either emptyDir or pvc")]
    [InlineData("kvCacheOffloading: {cpu: 1Gi, secondary: [{fileSystem: {pvc: {}}}]}", "spec.kvCacheOffloading.secondary[0].fileSystem.pvc: must have either spec or ref")]
    [InlineData("kvCacheOffloading: {cpu: 1Gi, evictionPolicy: fifo}", "spec.kvCacheOffloading.evictionPolicy: must be one of lru, arc; got the text 'fifo'")]
    [InlineData("router: {route: {weight: 1}}", "spec.router.route.group: is required: group and weight belong together")]
    [InlineData("router: {route: {group: UP, weight: 1}}", "spec.router.route.group: must consist of at most 63 lower case letters, digits or '-'")]
    [InlineData("router: {route: {http: {refs: [{name: a}], spec: {}}}}", "spec.router.route.http: must not have refs beside a spec: choose one")]
    [InlineData("router: {gateway: {}, route: {http: {refs: [{name: a}]}}}", "spec.router.route.http.refs: must not be given beside a gateway without refs")]
    [InlineData("router: {scheduler: {replicas: 0}}", "spec.router.scheduler.replicas: must be from 1 to 2147483647; got 0")]
    [InlineData("router: {scheduler: {config: {}}}", "spec.router.scheduler.config: must have either inline or ref")]
    [InlineData("model: {uri: \"hf://a/b\", lora: {maxRank: 0}}", "spec.model.lora.maxRank: must be from 1 to 2147483647; got 0")]
    [InlineData("model: {uri: \"hf://a/b\", lora: {adapters: [{uri: \"hf://a/c\"}]}}", "spec.model.lora.adapters[0].name: is required for an adapter")]
    [InlineData("model: {uri: \"hf://a/b\", name: m, lora: {adapters: [{name: m}]}}", "spec.model.lora.adapters[0].name: 'm' is the name of the base model")]
    [InlineData("model: {uri: \"hf://a/b\", lora: {adapters: [{name: x}, {name: x}]}}", "spec.model.lora.adapters[1].name: 'x' names two adapters")]
    [InlineData("model: {uri: \"ftp://a\"}", "spec.model.uri: must begin with one of")]
    [InlineData("model: {uri: \"hf://a/b\", confidential: {enabled: true, resourceId: \"kbs:///a/b\"}}", "spec.model.confidential.resourceId: must be of the form kbs:///<repo>/<type>/<tag>; got 'kbs:///a/b'")]
    [InlineData("router: {gateway: {refs: [{name: a}]}, route: {http: {spec: {parentRefs: [{name: b}]}}}}", "spec.router.route.http.spec.parentRefs: must be those of spec.router.gateway.refs, or be left out")]
    [InlineData("router: {scheduler: {config: {inline: {}}}}", "spec.router.scheduler.config.inline: must not be empty")]
    [InlineData("kvCacheOffloading: {cpu: 1Gi, secondary: [{fileSystem: {pvc: {ref: {name: \"\"}}}}]}", "spec.kvCacheOffloading.secondary[0].fileSystem.pvc.ref.name: must not be empty")]
    [InlineData("scaling: {maxReplicas: 2, wva: {hpa: {}, variantCost: \".5\"}}", "spec.scaling.wva.variantCost: must be a number of zero or more")]
    public void Read_WrongService_IsRefusedWithItsField(string spec, string expected)
    {
        var model = spec.StartsWith("model:", StringComparison.Ordinal) ? "" : "\n  model: {uri: \"hf://acme/small\"}";
        var errors = Texts.Errors($"""
            apiVersion: serving.kserve.io/v1alpha2
            kind: LLMInferenceService
            metadata: {"{"}name: chat{"}"}
            spec:{model}
              {spec.Replace("\n", "\n  ", StringComparison.Ordinal)}
            """);
        Assert.Contains(expected, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PrefillThatScalesOtherwise_IsRefused()
    {
        var errors = Texts.Errors("""
            apiVersion: serving.kserve.io/v1alpha2
            kind: LLMInferenceService
            metadata: {name: chat}
            spec:
              model: {uri: "hf://acme/small"}
              scaling: {maxReplicas: 2, keda: {triggers: [{type: cron}]}}
              prefill: {scaling: {maxReplicas: 2, wva: {hpa: {}}}}
            """);
        Assert.Contains("must use the same mechanism", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PresetThatBuildsOnAnother_IsRefused()
    {
        var errors = Texts.Errors("""
            apiVersion: serving.kserve.io/v1alpha2
            kind: LLMInferenceServiceConfig
            metadata: {name: preset}
            spec: {baseRefs: [{name: other}]}
            """);
        Assert.Contains("spec.baseRefs: must not be given", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ParentRefsOfTheGateway_AreTaken() => Assert.Empty(Texts.Errors("""
        apiVersion: serving.kserve.io/v1alpha2
        kind: LLMInferenceService
        metadata: {name: chat}
        spec:
          model: {uri: "hf://acme/small", confidential: {enabled: true, resourceId: "kbs:///a/b/c"}}
          router:
            scheduler: {config: {inline: "kind: EndpointPickerConfig"}}
            gateway: {refs: [{name: a, namespace: x}, {name: b, namespace: x}]}
            route: {http: {spec: {parentRefs: [{name: b, namespace: x}, {name: a, namespace: x}]}}}
        """));

    [Theory]
    [InlineData("device-count: \"2\"", "exp-dra-device-class: is required beside serving.kserve.io/exp-dra-device-count")]
    [InlineData("device-class: GPU", "exp-dra-device-class: must be a name of lower case letters, digits, '-' and '.'; got 'GPU'")]
    [InlineData("device-class: \" \"", "exp-dra-device-class: must be a name")]
    [InlineData("device-class: gpu.example.com\nserving.kserve.io/exp-dra-device-count: \"0\"", "exp-dra-device-count: must be a whole number from 1; got '0'")]
    [InlineData("device-class: gpu.example.com\nserving.kserve.io/exp-dra-cel-selector: \" \"", "exp-dra-cel-selector: must have an expression")]
    [InlineData("device-class: gpu.example.com\nserving.kserve.io/exp-dra-container-name: a.b", "exp-dra-container-name: must be a name of lower case letters, digits and '-'; got 'a.b'")]
    public void Read_WrongDeviceAnnotation_IsRefused(string annotations, string expected)
    {
        var errors = Texts.Errors($"""
            apiVersion: serving.kserve.io/v1alpha2
            kind: LLMInferenceService
            metadata:
              name: chat
              annotations:
                serving.kserve.io/exp-dra-{annotations.Replace("\n", "\n    ", StringComparison.Ordinal)}
            spec:
              model: {"{"}uri: "hf://acme/small"{"}"}
            """);
        Assert.Contains(expected, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("parallelism: {pipeline: 2}", "parallelism: {pipeline: 3}", "spec.parallelism: must keep the number of nodes, which was 2 and would be 3")]
    [InlineData("parallelism: {data: 8, dataLocal: 4}", "replicas: 2", "spec.parallelism: must keep the number of nodes, which was 2 and would be 1")]
    [InlineData("prefill: {parallelism: {pipeline: 2}}", "prefill: {parallelism: {pipeline: 4}}", "spec.prefill.parallelism: must keep")]
    [InlineData("parallelism: {data: 8, dataLocal: 4}", "parallelism: {data: 4, dataLocal: 2}", null)]
    [InlineData("prefill: {parallelism: {pipeline: 2}}", "replicas: 2", null)]
    public async Task Apply_ChangeOfTheSize_IsRefused(string former, string latter, string? expected)
    {
        await using var host = await TestHost.StartAsync();
        host.Controller.Apply(Text(former));
        if (expected is null)
        {
            host.Controller.Apply(Text(latter));
            return;
        }

        var refused = Assert.Throws<ResourceException>(() => host.Controller.Apply(Text(latter)));
        Assert.Contains(expected, Assert.Single(refused.Errors).ToString(), StringComparison.Ordinal);

        static string Text(string spec) => $$"""
            apiVersion: serving.kserve.io/v1alpha2
            kind: LLMInferenceService
            metadata: {name: chat}
            spec:
              model: {uri: "hf://acme/small"}
              {{spec}}
            """;
    }
}
