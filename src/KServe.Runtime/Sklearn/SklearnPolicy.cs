using KServe.Runtime.Pickle;

namespace KServe.Runtime.Sklearn;

/// <summary>Tells what pickles of scikit-learn may name.</summary>
internal static class SklearnPolicy
{
    /// <summary>Tells whether a class or function may be described.</summary>
    public static bool IsAllowed(PickleClass type)
    {
        if (EstimatorCatalog.IsAllowed(type) || IsSpline(type) || IsPandas(type))
        {
            return true;
        }

        // compiled classes are made by functions: the class that such a function makes decides
        return CythonCalls.GetClass(type) is { } made
            ? EstimatorCatalog.IsAllowed(made)
            : CythonCalls.IsNewObject(type) && type.Module.StartsWith("sklearn.", StringComparison.Ordinal);
    }

    /// <summary>Tells whether it is the one class of scipy, sparse matrices apart, that scikit-learn's objects hold.</summary>
    private static bool IsSpline(PickleClass type) =>
        type.Name == "BSpline" && type.Module.StartsWith("scipy.interpolate.", StringComparison.Ordinal);

    /// <summary>Tells whether it is pandas' index, as chosen columns are kept, or its sign of a missing value.</summary>
    private static bool IsPandas(PickleClass type) => type.Module.StartsWith("pandas.", StringComparison.Ordinal)
        && (type.Name is "_new_Index" or "Index" or "RangeIndex" or "Int64Index" or "NA" or "NAType");
}
