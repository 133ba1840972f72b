using KServe;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Docs.Snippets;

internal static class ControlPlane
{
    public static void AddFolder(WebApplicationBuilder builder) =>
        builder.Services.AddKServe().AddInferenceServices("services");

    public static void MapStorage(WebApplicationBuilder builder) =>
        builder.Services.AddKServe().AddInferenceServices("services", options =>
        {
            options.StorageMap["gs://kfserving-examples/"] = "/models/examples/";
            options.StorageMap["pvc://claim/"] = "/mnt/claim/";
        });

    public static void AddContainers<TTransformer, TExplainer, TPredictor>(WebApplicationBuilder builder)
        where TTransformer : Transformer
        where TExplainer : Explainer
        where TPredictor : Predictor =>
        builder.Services.AddKServe().AddInferenceServices("services")
            .AddTransformer<TTransformer>("kserve/image-transformer")
            .AddExplainer<TExplainer>("art/SquareAttack")
            .AddContainerPredictor<TPredictor>("codait/max-object-detector");
}
