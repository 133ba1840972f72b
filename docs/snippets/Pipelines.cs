using System.Collections.Concurrent;
using System.Diagnostics;
using KServe.Transformers;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Docs.Snippets;

internal static class Pipelines
{
    public static void Compose(IServiceCollection services)
    {
        services.AddKServe()
            .AddModel("income", "/models/income", model => model
                .Use<AuditStage>()
                .UseTransformer<ScaleTransformer>()
                .UseTransformer<CacheTransformer>()
                .UseTreeShap()
                .Options.ExplainTimeout = TimeSpan.FromMinutes(5));
    }

    public static void Register(IServiceCollection services)
    {
        services.AddKServe()
            .AddTransformer<ScaleTransformer>("scale")
            .AddImageTransformer("imagenet", images => images.NormalizeAsImageNet());
    }

    public static void Ready(IServiceCollection services)
    {
        services.AddKServe()
            .AddModel("resnet", "/models/resnet", model => model
                .UseImages(images =>
                {
                    images.Fit = ImageFit.CenterCrop;
                    images.ResizeTo = 256;
                    images.NormalizeAsImageNet();
                })
                .UseClasses(classes =>
                {
                    classes.Activation = ScoreActivation.Softmax;
                    classes.Top = 5;
                    classes.LabelFile = "labels.txt";
                }));
    }

    public static void Texts(IServiceCollection services)
    {
        services.AddKServe()
            .AddOnnxRuntime()
            .AddModel("sentiment", "/models/bert-onnx", model => model
                .UseTokenizer(texts => texts.MaxLength = 256)
                .UseClasses(classes =>
                {
                    classes.Activation = ScoreActivation.Softmax;
                    classes.LabelFile = "labels.txt";
                }));
    }

    public static void Columns(IServiceCollection services)
    {
        services.AddKServe()
            .AddModel("income", "/models/income", model => model.UseColumns(table =>
            {
                table.Output = "X";
                table.Add("age", column => (column.Mean, column.Deviation) = (38.6, 13.6));
                table.Add("education", column =>
                {
                    column.From = "degree";
                    column.Categories.Add("school");
                    column.Categories.Add("bachelor");
                    column.Categories.Add("master");
                    column.Default = "school";
                });
            }));
    }

    public static void Propagate(IServiceCollection services)
    {
        services.AddKServe(options =>
        {
            options.Propagation.Authorization = true;
            options.Propagation.Headers.Add("x-tenant");
        });
    }
}

public sealed class AuditStage : PipelineStage
{
    public override async ValueTask<InferResponse> InferAsync(
        InferRequest request,
        InferDelegate next,
        CancellationToken cancellationToken)
    {
        var response = await next(request, cancellationToken);
        if (request.Headers.TryGetValue("x-tenant", out var tenant))
        {
            Activity.Current?.SetTag("tenant", tenant).SetTag("protocol", request.Protocol);
        }

        response.Headers["x-audited"] = "yes";
        return response;
    }
}

public sealed class CacheTransformer : Transformer
{
    private readonly ConcurrentDictionary<string, float> _known = new(StringComparer.Ordinal);

    public override async ValueTask<InferResponse> PredictAsync(
        InferRequest request,
        InferDelegate predict,
        CancellationToken cancellationToken)
    {
        var key = request.GetInput("key").ToStrings()[0];
        if (_known.TryGetValue(key, out var known))
        {
            return new InferResponse(InferTensor.Create("score", [1], known));
        }

        var response = await predict(request, cancellationToken);
        _known[key] = response.FindOutput("score")!.AsSpan<float>()[0];
        return response;
    }
}

public sealed class ForwardingPredictor(HttpClient client, HeaderPropagator propagator) : Predictor
{
    public override async ValueTask<InferResponse> PredictAsync(
        InferRequest request,
        CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, "https://features.example.com/today");
        propagator.Inject(
            request, message, static (to, name, value) => to.Headers.TryAddWithoutValidation(name, value));
        using var answer = await client.SendAsync(message, cancellationToken);
        return new InferResponse(InferTensor.Create("status", [1], (int)answer.StatusCode));
    }
}
