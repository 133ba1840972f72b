using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Pickle;

/// <summary>The description of an object: its class, what it was to be built from, and its state.</summary>
/// <remarks>
/// Values are <see langword="null"/>, <see cref="bool"/>, <see cref="long"/>, <see cref="System.Numerics.BigInteger"/>,
/// <see cref="double"/>, <see cref="string"/>, <c>byte[]</c>, <c>List&lt;object?&gt;</c> (list), <c>object?[]</c>
/// (tuple), <see cref="PickleDictionary"/>, <see cref="PickleSet"/>, <see cref="PickleClass"/>,
/// <see cref="NumpyArray"/> (arrays and numpy scalars of rank 0), <see cref="PickleDtype"/> and
/// <see cref="PickleInstance"/>. They may contain themselves: whoever walks them counts depth.
/// </remarks>
internal sealed class PickleInstance(PickleClass type, object?[] arguments)
{
    private PickleDictionary? _entries;
    private List<object?>? _elements;

    public PickleClass Type { get; } = type;

    /// <summary>Gets the arguments of its constructor or reduce call.</summary>
    public object?[] Arguments { get; } = arguments;

    /// <summary>Gets its keyword arguments; <see langword="null"/> when there are none.</summary>
    public PickleDictionary? Keywords { get; init; }

    /// <summary>Gets the items of an instance of a dictionary's subclass, such as <c>Bunch</c>.</summary>
    public PickleDictionary Entries => _entries ??= new PickleDictionary();

    /// <summary>Gets the items of an instance of a list's subclass.</summary>
    public List<object?> Elements => _elements ??= [];

    /// <summary>Gets or sets the state; mostly a <see cref="PickleDictionary"/> of attributes.</summary>
    public object? State { get; set; }
}
