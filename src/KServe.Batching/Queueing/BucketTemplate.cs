namespace KServe.Batching;

/// <summary>What requests have in common that share a batch: inputs, wanted outputs, parameters.</summary>
/// <remarks>Immutable; holds copies, so that no request is kept alive.</remarks>
internal sealed class BucketTemplate
{
    private readonly BatchLimits _limits;
    private readonly OutputSpec[] _outputs;
    private readonly InferParameters? _parameters;

    public BucketTemplate(InferRequest request, ModelSignature signature, BatchLimits limits)
    {
        _limits = limits;
        Inputs = new InputSpec[request.Inputs.Count];
        for (var i = 0; i < Inputs.Length; i++)
        {
            Inputs[i] = new InputSpec(request.Inputs[i], signature, limits);
        }

        _outputs = request.HasOutputs ? [.. request.Outputs.Select(static output => new OutputSpec(output))] : [];
        _parameters = request.HasParameters ? ParameterSet.Copy(request.Parameters) : null;
    }

    public InputSpec[] Inputs { get; }

    /// <summary>Tells whether a request that can be batched fits.</summary>
    public bool Matches(InferRequest request)
    {
        var inputs = request.Inputs;
        if (inputs.Count != Inputs.Length)
        {
            return false;
        }

        for (var i = 0; i < Inputs.Length; i++)
        {
            var spec = Inputs[i];

            // Clients mostly keep the order of inputs.
            var input = string.Equals(inputs[i].Name, spec.Name, StringComparison.Ordinal)
                ? inputs[i]
                : request.FindInput(spec.Name);
            if (input is null || !spec.Matches(input))
            {
                return false;
            }
        }

        return MatchesOutputs(request)
            && ParameterSet.AreEqual(request.HasParameters ? request.Parameters : null, _parameters);
    }

    /// <summary>Tells whether a request must be filled up even when it runs by itself.</summary>
    public bool NeedsPadding(InferRequest request, int rows)
    {
        if (_limits.PadRows(rows) != rows)
        {
            return true;
        }

        if (_limits.PadsDimensions)
        {
            foreach (var spec in Inputs)
            {
                if (spec.NeedsPadding(request.FindInput(spec.Name)!.Shape))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Adds wanted outputs and parameters to a request that stands for a batch.</summary>
    public void CopyTo(InferRequest batch)
    {
        foreach (var output in _outputs)
        {
            batch.Outputs.Add(output.ToRequested());
        }

        if (_parameters is not null)
        {
            ParameterSet.CopyTo(_parameters, batch.Parameters);
        }
    }

    private bool MatchesOutputs(InferRequest request)
    {
        if (!request.HasOutputs)
        {
            return _outputs.Length == 0;
        }

        var wanted = request.Outputs;
        if (wanted.Count != _outputs.Length)
        {
            return false;
        }

        for (var i = 0; i < _outputs.Length; i++)
        {
            if (!_outputs[i].Matches(wanted[i]))
            {
                return false;
            }
        }

        return true;
    }
}
