using System.Collections.Frozen;

namespace KServe.Runtime.Pickle.Calls;

/// <summary>Knows the names of Python and numpy that every pickle may use.</summary>
internal static class PickleNames
{
    private static readonly FrozenSet<string> Opaque = FrozenSet.Create(
        StringComparer.Ordinal,
        "builtins.slice",
        "builtins.range",
        "builtins.complex",
        "functools.partial",
        "numpy.vectorize",
        "numpy.lib.function_base.vectorize",
        "numpy.lib._function_base_impl.vectorize",
        "numpy.random._pickle.__randomstate_ctor",
        "numpy.random._pickle.__bit_generator_ctor",
        "numpy.random._pickle.__generator_ctor",
        "numpy.random.__RandomState_ctor",
        "numpy.random._mt19937.MT19937",
        "numpy.random._pcg64.PCG64",
        "numpy.random._pcg64.PCG64DXSM",
        "numpy.random._philox.Philox",
        "numpy.random._sfc64.SFC64",
        "numpy.random.bit_generator.SeedSequence",
        "numpy.random.bit_generator.SeedlessSeedSequence",
        "numpy.random.bit_generator.__pyx_unpickle_SeedSequence",
        "numpy.random.bit_generator.__pyx_unpickle_SeedlessSeedSequence",
        "numpy.ma.core._mareconstruct",
        "numpy.ma.core.MaskedArray",
        "joblib.numpy_pickle.NumpyArrayWrapper",
        "joblib.numpy_pickle.NDArrayWrapper",
        "joblib.numpy_pickle.ZNDArrayWrapper",
        "joblib.numpy_pickle_compat.NDArrayWrapper",
        "joblib.numpy_pickle_compat.ZNDArrayWrapper");

    private static readonly FrozenSet<string> Types = FrozenSet.Create(
        StringComparer.Ordinal,
        "builtins.int",
        "builtins.float",
        "builtins.str",
        "builtins.bool",
        "builtins.list",
        "builtins.dict",
        "builtins.tuple",
        "builtins.object",
        "numpy.ndarray",
        "numpy.memmap",
        "numpy.core.memmap.memmap",
        "numpy.matrix",
        "numpy.matrixlib.defmatrix.matrix");

    private static readonly FrozenSet<string> NumpyScalars = FrozenSet.Create(
        StringComparer.Ordinal,
        "bool", "bool_", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "intc", "intp",
        "int_", "uint", "uintc", "uintp", "longlong", "ulonglong", "float16", "float32", "float64", "float_", "half",
        "single", "double", "longdouble", "complex64", "complex128", "str_", "bytes_", "object_", "void",
        "datetime64", "timedelta64", "number", "integer", "floating", "generic", "unicode_", "string_");

    private static readonly FrozenSet<string> SparseMatrices = FrozenSet.Create(
        StringComparer.Ordinal,
        "csr_matrix", "csc_matrix", "coo_matrix", "dia_matrix", "lil_matrix", "csr_array", "csc_array", "coo_array");

    /// <summary>Gives a name the module of Python 3 and numpy 1, whoever wrote it.</summary>
    public static string Normalize(PickleClass type) => (type.Module, type.Name) switch
    {
        ("__builtin__", "long") => "builtins.int",
        ("__builtin__", "unicode" or "basestring") => "builtins.str",
        ("__builtin__", "xrange") => "builtins.range",
        _ => $"{NormalizeModule(type.Module)}.{type.Name}",
    };

    /// <summary>Tells whether a call of it is described as an instance that nobody looks into by default.</summary>
    public static bool IsOpaque(PickleClass type) =>
        Opaque.Contains(Normalize(type)) || IsSparseMatrix(type) || IsDistribution(type);

    /// <summary>
    /// Tells whether it is a probability distribution of scipy, such as searches draw parameters from.
    /// </summary>
    public static bool IsDistribution(PickleClass type) =>
        (type.Module == "scipy.stats._distn_infrastructure" && type.Name.EndsWith("_frozen", StringComparison.Ordinal))
        || (type.Module is "scipy.stats._continuous_distns" or "scipy.stats._discrete_distns"
            && type.Name.EndsWith("_gen", StringComparison.Ordinal));

    /// <summary>Tells whether it may stand as a value, such as the type that an estimator converts to.</summary>
    public static bool IsType(PickleClass type) =>
        Types.Contains(Normalize(type)) || (type.Module == "numpy" && NumpyScalars.Contains(type.Name));

    private static bool IsSparseMatrix(PickleClass type) =>
        SparseMatrices.Contains(type.Name) && type.Module.StartsWith("scipy.sparse.", StringComparison.Ordinal);

    private static string NormalizeModule(string module)
    {
        if (module.StartsWith("numpy._core.", StringComparison.Ordinal))
        {
            return $"numpy.core.{module["numpy._core.".Length..]}";
        }

        const string bundled = "sklearn.externals.joblib.";
        return module switch
        {
            "__builtin__" => "builtins",
            "copy_reg" => "copyreg",
            _ when module.StartsWith(bundled, StringComparison.Ordinal) => $"joblib.{module[bundled.Length..]}",
            _ => module,
        };
    }
}
