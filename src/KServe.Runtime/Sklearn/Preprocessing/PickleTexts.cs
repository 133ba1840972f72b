using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Sklearn.Preprocessing;

/// <summary>Reads texts of Python and numpy, and indexes of pandas, alike.</summary>
internal static class PickleTexts
{
    /// <summary>Reads one text.</summary>
    /// <returns><see langword="null"/> when the value is none.</returns>
    public static string? ToText(object? value) => value switch
    {
        string text => text,
        NumpyArray { Shape.Length: 0, Type.Kind: NumpyKind.Text } scalar => scalar.ToTexts()[0],
        _ => null,
    };

    /// <summary>Tells whether a value is pandas' sign of a missing one.</summary>
    public static bool IsMissing(object? value) =>
        value is PickleClass { Name: "NA" } or PickleInstance { Type.Name: "NAType" };

    /// <summary>Finds the values of an index of pandas, which is what choosing columns of a data frame gives.</summary>
    /// <returns><see langword="null"/> when the value is no such index.</returns>
    public static object? GetIndexValues(object? value) =>
        value is PickleInstance { Type.Name: "_new_Index", Arguments: [_, PickleDictionary parts] }
        && parts.TryGet("data", out var data)
            ? data
            : null;
}
