namespace KServe.Batching;

/// <summary>An output that all requests of a bucket ask for.</summary>
internal sealed class OutputSpec(RequestedOutput output)
{
    private readonly string _name = output.Name;
    private readonly InferParameters? _parameters = output.HasParameters ? ParameterSet.Copy(output.Parameters) : null;

    public bool Matches(RequestedOutput other) => string.Equals(_name, other.Name, StringComparison.Ordinal)
        && ParameterSet.AreEqual(other.HasParameters ? other.Parameters : null, _parameters);

    public RequestedOutput ToRequested()
    {
        var requested = new RequestedOutput(_name);
        if (_parameters is not null)
        {
            ParameterSet.CopyTo(_parameters, requested.Parameters);
        }

        return requested;
    }
}
