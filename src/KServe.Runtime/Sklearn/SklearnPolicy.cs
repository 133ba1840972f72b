using System.Collections.Frozen;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Calls;

namespace KServe.Runtime.Sklearn;

/// <summary>Tells what pickles of scikit-learn may name.</summary>
/// <remarks>
/// Functions of numpy and scipy are attributes of some estimators. They are described by their names, so that the
/// estimator's reader decides what they mean to it; nothing is called.
/// </remarks>
internal static class SklearnPolicy
{
    private static readonly FrozenSet<string> NumpyFunctions = FrozenSet.Create(
        StringComparer.Ordinal,
        "abs", "absolute", "arccos", "arcsin", "arcsinh", "arctan", "arctanh", "cbrt", "ceil", "cos", "cosh", "exp",
        "exp2", "expm1", "fabs", "floor", "log", "log10", "log1p", "log2", "max", "mean", "median", "min", "nanmean",
        "nanmedian", "negative", "reciprocal", "rint", "sign", "sin", "sinh", "sqrt", "square", "std", "sum", "tan",
        "tanh", "trunc", "var");

    private static readonly FrozenSet<string> SpecialFunctions = FrozenSet.Create(
        StringComparer.Ordinal,
        "erf", "erfc", "expit", "inv_boxcox", "log1p", "log_expit", "logit", "logsumexp", "softmax", "xlog1py",
        "xlogy");

    /// <summary>Tells whether a class or function may be described.</summary>
    public static bool IsAllowed(PickleClass type)
    {
        if (EstimatorCatalog.IsAllowed(type) || IsPandas(type))
        {
            return true;
        }

        // compiled classes are made by functions: the class that such a function makes decides
        return CythonCalls.GetClass(type) is { } made
            ? EstimatorCatalog.IsAllowed(made)
            : IsNewObject(type) || IsNumpyFunction(type) || IsScipy(type);
    }

    private static bool IsNewObject(PickleClass type) =>
        CythonCalls.IsNewObject(type) && type.Module.StartsWith("sklearn.", StringComparison.Ordinal);

    private static bool IsNumpyFunction(PickleClass type) => NumpyFunctions.Contains(type.Name)
        && type.Module is "numpy" or "numpy.core._multiarray_umath" or "numpy._core._multiarray_umath"
            or "numpy.core.umath" or "numpy._core.umath" or "numpy.core.fromnumeric" or "numpy._core.fromnumeric";

    private static bool IsScipy(PickleClass type) => type.Module switch
    {
        "scipy.special" or "scipy.special._ufuncs" => SpecialFunctions.Contains(type.Name),
        "scipy.interpolate._bsplines" or "scipy.interpolate.interpolate" => type.Name == "BSpline",
        "scipy.stats._distn_infrastructure" => type.Name is "rv_frozen" or "rv_continuous_frozen",
        "scipy.stats._continuous_distns" => type.Name.EndsWith("_gen", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>
    /// Tells whether it is pandas' index, as chosen columns are kept, or its sign of a missing value.
    /// </summary>
    private static bool IsPandas(PickleClass type) => type.Module.StartsWith("pandas.", StringComparison.Ordinal)
        && (type.Name is "_new_Index" or "Index" or "RangeIndex" or "Int64Index" or "NA" or "NAType");
}
