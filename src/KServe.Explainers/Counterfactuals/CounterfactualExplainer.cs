namespace KServe.Explainers;

/// <summary>Answers explanations by counterfactuals.</summary>
internal sealed class CounterfactualExplainer(CounterfactualOptions options)
    : TabularExplainer<CounterfactualOptions>(options)
{
    protected override bool TakesTextLabels => true;

    public override async ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken)
    {
        await base.LoadAsync(context, cancellationToken);

        // A feature that does not exist is an error of the options: it is reported at the load, not by a request.
        ChangeRules.Create(LoadedSpace, Options);
    }

    protected override async ValueTask<InferResponse> ExplainAsync(
        ExplainCall call,
        CancellationToken cancellationToken)
    {
        var settings = new CounterfactualSettings(
            call.Parameters.GetInteger(ParameterNames.SampleCount, Options.SampleCount, 10, Options.MaxSampleCount),
            GetSeed(call),
            GetTarget(call));
        var run = new CounterfactualRun(
            call.Model, ChangeRules.Create(call.Space, Options), Options, settings);
        var found = await run.FindAsync(call.Rows.ToTable(), () => call.Scorer.AreLabels, cancellationToken);
        using var explanation = call.NewExplanation();
        var (count, width) = (found.Length, call.Rows.ColumnCount);
        var values = new double[count * width];
        var changed = new bool[count * width];
        for (var r = 0; r < count; r++)
        {
            found[r].Values.CopyTo(values.AsMemory(r * width));
            foreach (var feature in found[r].ChangedFeatures)
            {
                changed[r * width + feature] = true;
            }
        }

        explanation.AddRows("counterfactuals", call.Rows, count, values);
        explanation.Add<bool>("changed", [count, width], changed);
        explanation.Add<bool>("found", [count], Array.ConvertAll(found, static c => c.IsFound));
        explanation.Add<double>("distances", [count], Array.ConvertAll(found, static c => c.Distance));
        explanation.AddClasses("classes", call.Scorer, Array.ConvertAll(found, static c => c.OriginalClass));
        explanation.AddClasses("counterfactual_classes", call.Scorer, Array.ConvertAll(found, static c => c.Class));
        explanation.AddData(call.Rows);
        explanation.SetParameter("output", call.Scorer.OutputName);
        return explanation.Build();
    }

    private long? GetTarget(ExplainCall call)
    {
        if (!call.Request.HasParameters
            || !call.Request.Parameters.TryGet(ParameterNames.TargetClass, out var value))
        {
            return Options.TargetClass;
        }

        return value.TryGetInt64(out var target)
            ? target
            : throw InferenceException.InvalidArgument(
                $"parameters.{ParameterNames.TargetClass}: an integer was expected");
    }
}
