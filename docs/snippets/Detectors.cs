using KServe.Detectors;

namespace KServe.Docs.Snippets;

internal static class Detectors
{
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddKServe()
            .AddModel("income", "/models/income", model => model
                .UseOutlierDetector(outlier =>
                {
                    outlier.Method = OutlierMethod.IsolationForest;
                    outlier.ReferenceFile = "train.csv";
                    outlier.Contamination = 0.005;
                })
                .UseDriftDetector(drift =>
                {
                    drift.Method = DriftMethod.KolmogorovSmirnov;
                    drift.ReferenceFile = "train.csv";
                    drift.WindowSize = 1000;
                    drift.Events = events => events.Url = "http://broker-ingress/default/default";
                }));
    }

    public static void Fairness(WebApplicationBuilder builder)
    {
        builder.Services.AddKServe()
            .AddModel("loans", "/models/loans", model => model.UseFairnessMonitor(fairness =>
            {
                fairness.GroupInput = "sex";
                fairness.PredictionOutput = "approved";
                fairness.OnDetected = detection => Console.WriteLine(detection);
            }));
    }

    public static void Feedback(WebApplication app)
    {
        app.MapPost("/feedback/{model}/{id}", (string model, string id, double[] labels, FairnessFeedback feedback) =>
            feedback.Report(model, id, labels) ? Results.NoContent() : Results.NotFound());
    }

    public static void FromArrays(ModelBuilder model, double[] rows)
    {
        model.UseOutlierDetector(outlier =>
        {
            outlier.Method = OutlierMethod.Mahalanobis;
            outlier.Reference = ReferenceData.FromRows(rows, columns: 4);
            outlier.Learns = true;
        });
    }

    public static void CoreAlone(IServiceCollection services)
    {
        services.AddKServeCore().AddDetectors().AddPredictor<MeanPredictor>("mean", model => model
            .UseOutlierDetector(outlier => outlier.ReferenceFile = "/data/train.csv")
            .UseDriftDetector(drift => drift.ReferenceFile = "/data/train.csv"));
    }
}
