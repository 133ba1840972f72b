namespace KServe.Explainers;

/// <summary>Answers explanations by anchors.</summary>
internal sealed class AnchorExplainer(AnchorOptions options) : TabularExplainer<AnchorOptions>(options)
{
    protected override bool TakesTextLabels => true;

    protected override async ValueTask<InferResponse> ExplainAsync(
        ExplainCall call,
        CancellationToken cancellationToken)
    {
        var precision = call.Parameters.GetNumber(ParameterNames.Precision, Options.Precision, 0.01, 1);
        var run = new AnchorRun(call.Model, call.Space, new AnchorSettings(Options, precision, GetSeed(call)));
        var anchors = await run.FindAsync(call.Rows.ToTable(), () => call.Scorer.AreLabels, cancellationToken);
        using var explanation = call.NewExplanation();
        explanation.AddTexts("anchors", [anchors.Length], Array.ConvertAll(anchors, static a => a.ToString()));
        explanation.AddTexts("conditions", [anchors.Length, call.Rows.ColumnCount], GetConditions(anchors, call.Rows));
        explanation.Add<double>("precisions", [anchors.Length], Array.ConvertAll(anchors, static a => a.Precision));
        explanation.Add<double>("coverages", [anchors.Length], Array.ConvertAll(anchors, static a => a.Coverage));
        explanation.Add<bool>("found", [anchors.Length], Array.ConvertAll(anchors, static a => a.IsFound));
        explanation.AddClasses("classes", call.Scorer, Array.ConvertAll(anchors, static a => a.Class));
        explanation.AddData(call.Rows);
        explanation.SetParameter("output", call.Scorer.OutputName);
        return explanation.Build();
    }

    /// <summary>Gets for each row and feature its condition, empty where there is none.</summary>
    private static string[] GetConditions(Anchor[] anchors, RequestRows rows)
    {
        var conditions = new string[anchors.Length * rows.ColumnCount];
        Array.Fill(conditions, "");
        for (var r = 0; r < anchors.Length; r++)
        {
            for (var i = 0; i < anchors[r].Features.Count; i++)
            {
                conditions[r * rows.ColumnCount + anchors[r].Features[i]] = anchors[r].Conditions[i];
            }
        }

        return conditions;
    }
}
