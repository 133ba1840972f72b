using KServe.Core.Tests.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KServe.Core.Tests.Pipeline.Stages;

public sealed class StageTests
{
    private readonly List<string> _calls = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task InferAsync_SeveralTransformers_RunInOrderAndCountOnce()
    {
        await using var host = await StartAsync(model => model
            .UseTransformer(_ => new NotingTransformer("outer", _calls))
            .UseTransformer(_ => new NotingTransformer("inner", _calls)));
        await InferAsync(host);
        Assert.Equal(["outer pre", "inner pre", "predict", "inner post", "outer post"], _calls);
        using var lease = host.Registry.Pin("m");
        var statistics = lease.Revision.Statistics;
        Assert.Equal((1, 1), (statistics.ComputeInput.Count, statistics.ComputeOutput.Count));
    }

    [Fact]
    public async Task InferAsync_TransformerAnswersItself_PredictorIsNotCalled()
    {
        await using var host = await StartAsync(model => model
            .UseTransformer(_ => new NotingTransformer("outer", _calls))
            .UseTransformer(_ => new NotingTransformer("cache", _calls)
            {
                Answer = static () => new InferResponse(InferTensor.Create("hit", [1], 1)),
            }));
        Assert.Equal("hit", await InferAsync(host));
        Assert.Equal(["outer pre", "cache pre", "cache post", "outer post"], _calls);
        using var lease = host.Registry.Pin("m");
        Assert.Equal(0, lease.Revision.Statistics.ExecutionCount);
    }

    [Fact]
    public async Task Signature_SeveralTransformers_IsThatOfTheOutermostWhichDeclaresOne()
    {
        var declared = new ModelSignature { Platform = "inner" };
        NotingTransformer? outer = null;
        NotingTransformer? inner = null;
        await using var host = await StartAsync(model => model
            .UseTransformer(_ => outer = new NotingTransformer("outer", _calls))
            .UseTransformer(_ => inner = new NotingTransformer("inner", _calls) { Declared = declared }));
        using var lease = host.Registry.Pin("m");
        Assert.Same(declared, lease.Revision.Signature);
        Assert.Same(declared, outer!.LoadedWith!.InnerSignature);
        Assert.Equal("predictor", inner!.LoadedWith!.InnerSignature.Platform);
    }

    [Fact]
    public async Task Use_Class_IsBuiltLoadedCalledAndDisposedWithItsRevision()
    {
        await using (var host = await StartAsync(model => model
            .Use<NotingStage>()
            .Use(_ => new NotingStage(_calls))
            .UseTransformer(_ => new NotingTransformer("t", _calls))))
        {
            await InferAsync(host);
            await host.Registry.UnloadAsync("m", Token);
        }

        Assert.Equal(
            [
                "stage loaded for m with predictor", "stage loaded for m with predictor", "stage", "stage", "t pre",
                "predict", "t post", "stage disposed", "stage disposed", "t disposed",
            ],
            _calls);
    }

    [Fact]
    public async Task InferStreamAsync_StagesAndTransformers_SeeEveryResponse()
    {
        await using var host = new TestHost(builder =>
        {
            builder.Services.AddSingleton(_calls);
            builder.AddPredictor("m", static _ => new RepeatPredictor(), model => model
                .Use<NotingStage>()
                .UseTransformer(_ => new NotingTransformer("outer", _calls))
                .UseTransformer(_ => new NotingTransformer("inner", _calls)));
        });
        await host.Registry.LoadAsync("m", Token);
        _calls.Clear();
        using var lease = host.Registry.Pin("m");
        using var request = new InferRequest("m");
        var names = new List<string>();
        await foreach (var response in lease.Revision.InferStreamAsync(request, Token))
        {
            names.Add(response.ModelName);
            response.Dispose();
        }

        Assert.Equal(["m", "m", "m"], names);
        string[] posts = ["inner post", "outer post"];
        Assert.Equal(["stage stream", "outer pre", "inner pre", .. posts, .. posts, .. posts], _calls);
    }

    [Fact]
    public async Task ExplainAsync_WithTransformers_PredictsThroughThemAll()
    {
        await using var host = await StartAsync(model => model
            .UseTransformer(_ => new NotingTransformer("outer", _calls))
            .UseTransformer(_ => new NotingTransformer("inner", _calls))
            .UseExplainer<TwiceExplainer>());
        using var lease = host.Registry.Pin("m");
        using var request = NewRequest();
        using var response = await lease.Revision.ExplainAsync(request, Token);
        Assert.Equal(2, _calls.Count(static call => call == "predict"));
        Assert.Equal(2, _calls.Count(static call => call == "outer post"));
    }

    [Fact]
    public async Task Explainer_SeveralTransformers_GetsThemAsOne()
    {
        var explainer = new RecordingExplainer();
        var pool = new TensorPool();
        await using var host = await StartAsync(model => model
            .UseTransformer(_ => new NotingTransformer("outer", _calls))
            .UseTransformer(_ => new NotingTransformer("inner", _calls))
            .UseExplainer(_ => explainer));
        using var request = new InferRequest("m", pool) { Id = "7" };
        using var input = await explainer.LoadedWith!.Transformer!.PreprocessAsync(request, Token);
        using var output = await explainer.LoadedWith.Transformer.PostprocessAsync(new InferResponse(), request, Token);
        Assert.Equal(["outer pre", "inner pre", "inner post", "outer post"], _calls);
        Assert.Equal(("7", true), (input.Id, input.Parameters.TryGet("inner", out _)));
    }

    [Fact]
    public async Task Configuration_NamedParts_AreUsed()
    {
        await using var host = Configure(
            ("KServe:Models:m:Uri", "fake://m.fake"), ("KServe:Models:m:Transformers:0", "OUTER"),
            ("KServe:Models:m:Transformers:1", "inner"), ("KServe:Models:m:Explainer", "twice"),
            ("KServe:Models:m:ExplainTimeout", "00:05:00"));
        await host.Registry.LoadAsync("m", Token);
        using var lease = host.Registry.Pin("m");
        using var request = NewRequest();
        using var response = await lease.Revision.InferAsync(request, Token);
        Assert.Equal(["outer pre", "inner pre", "inner post", "outer post"], _calls);
        Assert.True(lease.Revision.HasExplainer);
        Assert.Equal(TimeSpan.FromMinutes(5), lease.Revision.ExplainTimeout);
        Assert.Equal(TimeSpan.FromMinutes(1), lease.Revision.RequestTimeout);
    }

    [Fact]
    public void Configuration_UnknownNames_AreErrorsOfTheStart()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Configure(
            ("KServe:Models:m:Uri", "fake://m.fake"), ("KServe:Models:m:Transformers:0", "other"),
            ("KServe:Models:m:Explainer", "none"), ("KServe:Models:m:ExplainTimeout", "00:00:00")));
        Assert.Equal(
            [
                "KServe:Models:m:ExplainTimeout must be more than zero and at most 24 days, got 00:00:00.",
                "KServe:Models:m:Transformers: 'other' is not registered: call AddTransformer(\"other\"). "
                    + "Registered: inner, outer.",
                "KServe:Models:m:Explainer: 'none' is not registered: call AddExplainer(\"none\"). Registered: twice.",
            ],
            error.Failures);
    }

    [Fact]
    public void UseTransformer_UnknownName_IsAnErrorOfTheStart()
    {
        using var provider = new ServiceCollection().AddKServeCore()
            .AddPredictor("m", static _ => new RepeatPredictor(), static model => model.UseTransformer("other"))
            .Services.BuildServiceProvider();
        var error = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IOptions<KServeOptions>>().Value);
        Assert.Contains("'other' is not registered", error.Message, StringComparison.Ordinal);
    }

    private TestHost Configure(params (string Key, string Value)[] settings) => new(builder =>
    {
        builder.Services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(static pair => pair.Key, static pair => (string?)pair.Value))
            .Build());
        builder.Services.AddSingleton<IServingRuntime>(new FakeRuntime("fake", new SupportedModelFormat("fake")));
        builder
            .AddTransformer("outer", static _ => throw new NotSupportedException("replaced by the next"))
            .AddTransformer("outer", _ => new NotingTransformer("outer", _calls))
            .AddTransformer("inner", _ => new NotingTransformer("inner", _calls))
            .AddExplainer("twice", static _ => new TwiceExplainer());
    });

    private async Task<TestHost> StartAsync(Action<ModelBuilder> configure)
    {
        var predictor = new DelegatePredictor((request, token) =>
        {
            _calls.Add("predict");
            return DelegatePredictor.EchoAsync(request, token);
        })
        {
            DeclaredSignature = new ModelSignature { Platform = "predictor" },
        };
        var host = new TestHost(builder =>
        {
            builder.Services.AddSingleton(_calls);
            builder.AddPredictor("m", _ => predictor, configure);
        });
        await host.Registry.LoadAsync("m", Token);
        return host;
    }

    private static async Task<string?> InferAsync(TestHost host)
    {
        using var request = NewRequest();
        using var response = await host.InferAsync(request, Token);
        return response.Outputs.Count == 0 ? null : response.Outputs[0].Name;
    }

    private static InferRequest NewRequest() =>
        new("m") { Inputs = { InferTensor.Create<float>("x", [2], 1, 2) } };
}
