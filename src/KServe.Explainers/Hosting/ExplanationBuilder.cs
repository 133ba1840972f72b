using System.Globalization;

namespace KServe.Explainers;

/// <summary>Builds a response of the outputs that a client wants.</summary>
/// <remarks>Dispose it on every way; <see cref="Build"/> hands the response over.</remarks>
internal sealed class ExplanationBuilder(InferRequest request) : IDisposable
{
    private readonly HashSet<string> _offered = new(StringComparer.Ordinal);
    private InferResponse? _response = new();

    private InferResponse Response => _response!;

    public void Add<T>(string name, TensorShape shape, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (Wants(name))
        {
            Response.Outputs.Add(InferTensor.Rent(request.Pool, name, shape, values));
        }
    }

    public void AddTexts(string name, TensorShape shape, ReadOnlySpan<string> texts)
    {
        if (Wants(name))
        {
            Response.Outputs.Add(BytesTensor.Rent(request.Pool, name, shape, texts));
        }
    }

    /// <summary>Adds a value for each row and output; one output has no dimension of its own.</summary>
    public void AddScores(string name, int rowCount, int outputCount, ReadOnlySpan<double> values) =>
        Add(name, outputCount == 1 ? [rowCount] : [rowCount, outputCount], values);

    /// <summary>Adds a value for each row, output and feature, likewise.</summary>
    public void AddAttributions(
        string name, int rowCount, int outputCount, int featureCount, ReadOnlySpan<double> values) =>
        Add(
            name,
            outputCount == 1 ? [rowCount, featureCount] : [rowCount, outputCount, featureCount],
            values);

    /// <summary>Adds rows in the client's columns: as numbers, or as texts when a column holds texts.</summary>
    public void AddRows(string name, RequestRows rows, int rowCount, ReadOnlySpan<double> values)
    {
        if (Array.TrueForAll(rows.Labels, static labels => labels is null))
        {
            Add(name, [rowCount, rows.ColumnCount], values);
            return;
        }

        if (!Wants(name))
        {
            return;
        }

        var texts = new string?[values.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = rows.Labels[i % rows.ColumnCount] is { } labels
                ? double.IsNaN(values[i]) ? null : labels[(int)values[i]]
                : values[i].ToString("R", CultureInfo.InvariantCulture);
        }

        Response.Outputs.Add(
            BytesTensor.Rent(request.Pool, name, [rowCount, rows.ColumnCount], texts));
    }

    /// <summary>Adds classes: numbers, or the texts that the model answers with.</summary>
    public void AddClasses(string name, PipelineScorer scorer, ReadOnlySpan<long> classes)
    {
        if (scorer.TextLabels.Count == 0)
        {
            Add(name, [classes.Length], classes);
            return;
        }

        var texts = new string[classes.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = scorer.TextLabels[(int)classes[i]];
        }

        AddTexts(name, [texts.Length], texts);
    }

    /// <summary>Adds what was explained: the rows and the names of their features.</summary>
    public void AddData(RequestRows rows)
    {
        AddRows("data", rows, rows.RowCount, rows.Values);
        AddTexts("feature_names", [rows.ColumnCount], rows.Names);
    }

    public void SetParameter(string name, InferParameter value) => Response.Parameters[name] = value;

    /// <summary>Ends the response.</summary>
    /// <exception cref="InferenceException">The client wants an output that the explainer does not have.</exception>
    public InferResponse Build()
    {
        for (var i = 0; request.HasOutputs && i < request.Outputs.Count; i++)
        {
            if (!_offered.Contains(request.Outputs[i].Name))
            {
                throw InferenceException.InvalidArgument(
                    $"Unexpected output '{request.Outputs[i].Name}': the explanation of model '{request.ModelName}' "
                    + $"has {string.Join(", ", _offered.Order(StringComparer.Ordinal))}");
            }
        }

        var response = Response;
        _response = null;
        return response;
    }

    public void Dispose() => _response?.Dispose();

    private bool Wants(string name)
    {
        _offered.Add(name);
        return request.WantsOutput(name);
    }
}
