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
            ChecksInputs = false,
            Outputs = [.. outputs.Select(static output =>
                new TensorMetadata(output.Name, output.DataType, output.Shape))],
            AcceptsMissingTexts = true,
        };
    }

    public TabularModel Model { get; }

    public ModelSignature Signature { get; }

    /// <summary>Computes what is answered when nothing was asked for by name.</summary>
    public InferResponse Answer(Table table, TensorPool pool, CancellationToken cancellationToken) =>
        _defaults is [var single]
            ? new InferResponse(Model.Compute(table, single, KServeName, pool, cancellationToken))
            : new InferResponse(Model.ComputeAll(
                table,
                _defaults,
                Array.ConvertAll(_defaults, static output => output.Name),
                pool,
                cancellationToken));

    /// <summary>Computes the outputs that a client asked for, under the names that it used.</summary>
    /// <exception cref="InferenceException">There is no such output.</exception>
    public InferResponse Answer(Table table, IList<RequestedOutput> requested, TensorPool pool, CancellationToken token)
    {
        if (requested.Count == 1)
        {
            var only = requested[0].Name;
            return new InferResponse(Model.Compute(table, Find(only), only, pool, token));
        }

        var outputs = new TabularOutput[requested.Count];
        var names = new string[requested.Count];
        for (var i = 0; i < outputs.Length; i++)
        {
            names[i] = requested[i].Name;
            outputs[i] = Find(names[i]);
        }

        return new InferResponse(Model.ComputeAll(table, outputs, names, pool, token));
    }

    private TabularOutput Find(string name) => _outputs.TryGetValue(name, out var output)
        ? output
        : throw InferenceException.InvalidArgument(
            $"output '{name}' is not known, one of {string.Join(", ", _outputs.Keys)} was expected");
}
