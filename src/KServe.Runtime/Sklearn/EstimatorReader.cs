using KServe.Runtime.Pickle;

namespace KServe.Runtime.Sklearn;

/// <summary>Builds estimators from descriptions, each by the factory of its class.</summary>
/// <remarks>
/// One per file. Descriptions may contain themselves, so that the depth is bounded, and one another many times over, so
/// that each is built once.
/// </remarks>
internal sealed class EstimatorReader
{
    private const int MaxDepth = 32;

    private readonly Dictionary<PickleInstance, Estimator> _known = new(ReferenceEqualityComparer.Instance);
    private int _depth;

    /// <summary>Builds the estimator that a value describes.</summary>
    /// <exception cref="InvalidDataException">It is no estimator, not a known one, or not a sound one.</exception>
    public Estimator Read(object? value)
    {
        if (value is not PickleInstance instance)
        {
            throw new InvalidDataException("an estimator was expected");
        }

        if (_known.TryGetValue(instance, out var known))
        {
            return known;
        }

        if (!EstimatorCatalog.TryGet(instance.Type, out var factory))
        {
            throw new InvalidDataException($"the class '{instance.Type}' is not supported");
        }

        if (_depth == MaxDepth)
        {
            throw new InvalidDataException($"estimators lie more than {MaxDepth} deep in each other");
        }

        _depth++;
        try
        {
            return _known[instance] = factory(new SklearnObject(instance), this);
        }
        finally
        {
            _depth--;
        }
    }

    /// <summary>Builds the estimator that an attribute holds.</summary>
    public Estimator Read(SklearnObject source) => Read(source.Instance);
}
