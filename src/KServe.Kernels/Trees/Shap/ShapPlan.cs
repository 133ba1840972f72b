namespace KServe.Kernels.Trees.Shap;

/// <summary>Holds what all rows of a request have in common.</summary>
internal sealed class ShapPlan
{
    private readonly GaussLegendre[] _rules;
    private readonly int _featureCount;

    /// <param name="depth">The depth of the deepest tree.</param>
    /// <param name="featureCount">The number of features, which bounds how many of them a path can hold.</param>
    /// <param name="expected">What the last value of each output is.</param>
    public ShapPlan(int depth, int featureCount, double[] expected)
    {
        Depth = depth;
        Expected = expected;
        _featureCount = featureCount;
        _rules = new GaussLegendre[PointsFor(depth) + 1];
    }

    public int Depth { get; }

    public double[] Expected { get; }

    /// <summary>Returns the fewest points that integrate the paths of a tree exactly.</summary>
    public GaussLegendre Rule(int depth)
    {
        // Two threads may make the same rule: both are right.
        ref var rule = ref _rules[PointsFor(depth)];
        return Volatile.Read(ref rule) ?? Publish(ref rule, new GaussLegendre(PointsFor(depth)));
    }

    // A path of n features is a polynomial of degree n - 1, and k points are exact up to degree 2k - 1.
    private int PointsFor(int depth) => (Math.Min(depth, _featureCount) + 1) / 2;

    private static GaussLegendre Publish(ref GaussLegendre slot, GaussLegendre rule)
    {
        Volatile.Write(ref slot, rule);
        return rule;
    }
}
