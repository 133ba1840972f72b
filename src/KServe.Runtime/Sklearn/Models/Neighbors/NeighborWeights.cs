namespace KServe.Runtime.Sklearn.Models.Neighbors;

/// <summary>How much each neighbour counts.</summary>
internal static class NeighborWeights
{
    /// <summary>Reads whether near neighbours count more.</summary>
    /// <exception cref="InvalidDataException">The weights are a function of the user's own.</exception>
    public static bool ReadByDistance(SklearnObject source) => source.Text("weights", "uniform") switch
    {
        "uniform" => false,
        "distance" => true,
        var name => throw source.Invalid($"the weights '{name}' are not supported"),
    };

    /// <summary>Makes weights of distances in place; rows at the distance 0 count alone if there are any.</summary>
    public static void Apply(bool isByDistance, Span<double> distances)
    {
        if (!isByDistance)
        {
            distances.Fill(1);
            return;
        }

        foreach (ref var distance in distances)
        {
            distance = 1 / distance;
        }

        if (!distances.Contains(double.PositiveInfinity))
        {
            return;
        }

        foreach (ref var weight in distances)
        {
            weight = double.IsPositiveInfinity(weight) ? 1 : 0;
        }
    }
}
