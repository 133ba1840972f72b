namespace KServe.Protocol;

/// <summary>What one JSON text said about a request all of whose inputs are binary.</summary>
internal sealed class V2RequestTemplate
{
    private readonly byte[] _json;
    private readonly V2InputTemplate[] _inputs;
    private readonly RequestedOutput[] _outputs;
    private readonly KeyValuePair<string, InferParameter>[] _parameters;

    public V2RequestTemplate(byte[] json, InferRequest request)
    {
        _json = json;
        _inputs = [.. request.Inputs.Select(static input => new V2InputTemplate(input))];
        _outputs = request.HasOutputs ? [.. request.Outputs.Select(Copy)] : [];
        _parameters = request.HasParameters ? [.. request.Parameters] : [];
    }

    public bool Matches(ReadOnlySpan<byte> json) => json.SequenceEqual(_json);

    /// <summary>Adds to an empty request what the text says.</summary>
    /// <exception cref="InferenceException">The bytes after the text do not fit.</exception>
    public void Apply(InferRequest request, BinaryTail tail)
    {
        // Everything is copied: stages and transformers may change what a request holds.
        for (var i = 0; i < _inputs.Length; i++)
        {
            request.Inputs.Add(_inputs[i].Create(ref tail, JsonField.Root.Child("inputs").At(i)));
        }

        tail.RequireEnd();
        foreach (var output in _outputs)
        {
            request.Outputs.Add(Copy(output));
        }

        foreach (var (name, value) in _parameters)
        {
            request.Parameters.TryAdd(name, value);
        }
    }

    private static RequestedOutput Copy(RequestedOutput output)
    {
        var copy = new RequestedOutput(output.Name);
        for (var i = 0; output.HasParameters && i < output.Parameters.Count; i++)
        {
            copy.Parameters.TryAdd(output.Parameters.At(i).Key, output.Parameters.At(i).Value);
        }

        return copy;
    }
}
