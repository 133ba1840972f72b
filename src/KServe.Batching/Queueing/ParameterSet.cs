namespace KServe.Batching;

/// <summary>Compares and copies parameters, but for those of the queue and of the form on the wire.</summary>
internal static class ParameterSet
{
    /// <summary>Tells whether two sets hold the same; the order does not matter.</summary>
    /// <param name="request">The parameters of a request; null for none.</param>
    /// <param name="copy">What <see cref="Copy"/> made; null for none.</param>
    public static bool AreEqual(InferParameters? request, InferParameters? copy)
    {
        var matching = 0;
        for (var i = 0; request is not null && i < request.Count; i++)
        {
            var (name, value) = request.At(i);
            if (IsOfNoConcern(name))
            {
                continue;
            }

            if (copy is null || !copy.TryGet(name, out var other) || value != other)
            {
                return false;
            }

            matching++;
        }

        return matching == (copy?.Count ?? 0);
    }

    /// <summary>Copies what matters; null when nothing does.</summary>
    public static InferParameters? Copy(InferParameters parameters)
    {
        InferParameters? copy = null;
        for (var i = 0; i < parameters.Count; i++)
        {
            var (name, value) = parameters.At(i);
            if (!IsOfNoConcern(name))
            {
                (copy ??= new InferParameters())[name] = value;
            }
        }

        return copy;
    }

    /// <summary>Copies everything.</summary>
    public static void CopyTo(InferParameters from, InferParameters to)
    {
        for (var i = 0; i < from.Count; i++)
        {
            var (name, value) = from.At(i);
            to[name] = value;
        }
    }

    private static bool IsOfNoConcern(string name) =>
        QueueParameters.IsOfNoConcern(name) || name is "binary_data" or "binary_data_size";
}
