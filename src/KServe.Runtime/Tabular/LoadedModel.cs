namespace KServe.Runtime.Tabular;

/// <summary>A model with the names by which clients ask for its outputs.</summary>
internal sealed class LoadedModel
{
    // KServe's servers answer with one tensor of this name, whatever the model.
    private const string KServeName = "output-0";

    private readonly Dictionary<string, TabularOutput> _outputs = new(StringComparer.Ordinal);
    private readonly TabularOutput[] _defaults;

    public LoadedModel(TabularModel model)
    {
        Model = model;
        foreach (var output in model.Outputs)
        {
            _outputs.Add(output.Name, output);
        }

        _defaults = [.. model.DefaultOutputs.Select(name => _outputs[name])];
        IEnumerable<TabularOutput> outputs = model.Outputs;
        if (_defaults is [var single])
        {
            _outputs.TryAdd(KServeName, single);
            outputs = outputs.Prepend(single with { Name = KServeName });
        }

        Signature = new ModelSignature
        {
            Platform = model.Platform,
            Inputs = model.Inputs,
            Outputs = [.. outputs.Select(static output =>
                new TensorMetadata(output.Name, output.DataType, output.Shape))],
            AcceptsMissingTexts = true,
        };
    }

    public TabularModel Model { get; }

    public ModelSignature Signature { get; }

    /// <summary>Computes what is answered when nothing was asked for by name.</summary>
    public void AddDefault(InferResponse response, Table table, TensorPool pool, CancellationToken cancellationToken)
    {
        foreach (var output in _defaults)
        {
            var name = _defaults.Length == 1 ? KServeName : output.Name;
            response.Outputs.Add(Model.Compute(table, output, name, pool, cancellationToken));
        }
    }

    /// <summary>Computes one output under the name that the client used.</summary>
    /// <exception cref="InferenceException">There is no such output.</exception>
    public void AddRequested(
        InferResponse response,
        Table table,
        string name,
        TensorPool pool,
        CancellationToken cancellationToken)
    {
        if (!_outputs.TryGetValue(name, out var output))
        {
            throw InferenceException.InvalidArgument(
                $"output '{name}' is not known, one of {string.Join(", ", _outputs.Keys)} was expected");
        }

        response.Outputs.Add(Model.Compute(table, output, name, pool, cancellationToken));
    }
}
