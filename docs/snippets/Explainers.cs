using KServe.Explainers;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Docs.Snippets;

internal static class Explainers
{
    public static void Add(IServiceCollection services)
    {
        services.AddKServe()
            .AddModel("income", "models/income", model => model.UseTreeShap())
            .AddModel("churn", "models/churn", model => model.UseKernelShap(options =>
            {
                options.Output = "predict_proba";
                options.BackgroundFile = "background.csv";
            }));
    }

    public static async Task<double> ExplainAsync(FeatureTable rows, FeatureTable background)
    {
        var model = Scoring.ForRows(row => 2 * row[0] + row[1] * row[2]);
        var shap = await KernelShap.ExplainAsync(model, rows, background);
        var addedByTheFirstFeature = shap.GetValues(row: 0)[0];
        return addedByTheFirstFeature;
    }
}
