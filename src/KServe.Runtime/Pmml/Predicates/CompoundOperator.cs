namespace KServe.Runtime.Pmml.Predicates;

/// <summary>Names how a compound predicate joins its parts.</summary>
internal enum CompoundOperator : byte
{
    And,
    Or,
    Xor,

    /// <summary>The first part that is not unknown.</summary>
    Surrogate,
}
