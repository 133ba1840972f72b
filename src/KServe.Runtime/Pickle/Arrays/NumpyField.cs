namespace KServe.Runtime.Pickle.Arrays;

/// <summary>One field of a numpy record.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Type">The field's type.</param>
/// <param name="Offset">Where it begins in the record, in bytes.</param>
internal sealed record NumpyField(string Name, NumpyType Type, int Offset);
