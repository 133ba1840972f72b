namespace KServe.Runtime.Pmml.Predicates;

/// <summary>The truth of a predicate, which may depend on a value that is missing.</summary>
internal enum Truth : byte
{
    False,
    True,
    Unknown,
}
