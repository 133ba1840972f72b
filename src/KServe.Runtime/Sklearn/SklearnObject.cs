using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn;

/// <summary>Reads attributes of a pickled estimator; errors name its class and the attribute.</summary>
internal sealed class SklearnObject
{
    private readonly PickleDictionary _state;

    public SklearnObject(PickleInstance instance)
    {
        Instance = instance;
        _state = instance.State as PickleDictionary
            ?? throw new InvalidDataException($"{instance.Type.Name} has no attributes");
    }

    public PickleInstance Instance { get; }

    /// <summary>Gets the class name without its module.</summary>
    public string ClassName => Instance.Type.Name;

    /// <summary>Gets the version of scikit-learn that wrote the object; empty when it does not say.</summary>
    public string Version => _state.TryGet("_sklearn_version", out var version) ? version as string ?? "" : "";

    public PickleDictionary Attributes => _state;

    /// <summary>Tells whether an attribute is there and not None.</summary>
    public bool Has(string name) => _state.TryGet(name, out var value) && value is not null;

    public object? Value(string name) => _state.TryGet(name, out var value) ? value : throw Missing(name);

    public object? ValueOrNull(string name) => _state.TryGet(name, out var value) ? value : null;

    public double Number(string name) => PickleNumbers.ToDouble(Value(name)) ?? throw Unexpected(name, "a number");

    public double Number(string name, double fallback) => Has(name) ? Number(name) : fallback;

    public long Integer(string name) => PickleNumbers.ToInteger(Value(name)) ?? throw Unexpected(name, "an integer");

    public long Integer(string name, long fallback) => Has(name) ? Integer(name) : fallback;

    public bool Flag(string name, bool fallback = false) =>
        Has(name) ? (PickleNumbers.ToInteger(Value(name)) ?? throw Unexpected(name, "True or False")) != 0 : fallback;

    public string Text(string name) => Value(name) as string ?? throw Unexpected(name, "a text");

    public string Text(string name, string fallback) => Has(name) ? Text(name) : fallback;

    public NumpyArray Array(string name) => Value(name) as NumpyArray ?? throw Unexpected(name, "an array");

    /// <summary>Reads an array of rank 1, or a number as an array of one.</summary>
    public double[] Vector(string name, int length = -1)
    {
        var array = Array(name);
        return array.IsNumeric && array.Shape.Length <= 1 && (length < 0 || array.Count == length)
            ? array.ToDoubles()
            : throw Unexpected(name, length < 0 ? "a vector of numbers" : $"a vector of {length} numbers");
    }

    public int[] Integers(string name, int length = -1)
    {
        var array = Array(name);
        return array.IsNumeric && array.Type.Kind != NumpyKind.Float && array.Shape.Length <= 1
            && (length < 0 || array.Count == length)
            ? System.Array.ConvertAll(array.ToIntegers(), static value => checked((int)value))
            : throw Unexpected(name, length < 0 ? "a vector of integers" : $"a vector of {length} integers");
    }

    /// <summary>Reads an array of rank 2.</summary>
    public Matrix Matrix(string name, int rowCount = -1, int columnCount = -1)
    {
        var array = Array(name);
        return array.IsNumeric && array.Shape is [var rows, var columns]
            && (rowCount < 0 || rows == rowCount) && (columnCount < 0 || columns == columnCount)
            ? new Matrix(array.ToDoubles(), rows, columns)
            : throw Unexpected(name, $"a matrix of [{Describe(rowCount)}, {Describe(columnCount)}] numbers");
    }

    public SklearnObject Object(string name) => AsObject(Value(name)) ?? throw Unexpected(name, "an estimator");

    /// <summary>Reads a list, tuple or array of Python values.</summary>
    public IReadOnlyList<object?> List(string name) =>
        PickleNumbers.ToList(Value(name)) ?? throw Unexpected(name, "a list");

    public IReadOnlyList<SklearnObject> Objects(string name) =>
        [.. List(name).Select(value => AsObject(value) ?? throw Unexpected(name, "a list of estimators"))];

    /// <summary>Reads class labels (<c>classes_</c>).</summary>
    public Labels Labels(string name) => LabelReader.Read(Value(name)) ?? throw Unexpected(name, "a vector of labels");

    public InvalidDataException Unexpected(string name, string expected) =>
        new($"{ClassName}.{name}: {expected} was expected");

    public InvalidDataException Invalid(string reason) => new($"{ClassName}: {reason}");

    private static SklearnObject? AsObject(object? value) =>
        value is PickleInstance instance ? new SklearnObject(instance) : null;

    private static string Describe(int length) => length < 0 ? "any" : $"{length}";

    private InvalidDataException Missing(string name) =>
        new($"{ClassName}.{name} is missing: the estimator was not fitted, or by a version that is not supported");
}
