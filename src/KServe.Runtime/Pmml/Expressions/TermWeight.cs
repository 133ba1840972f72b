namespace KServe.Runtime.Pmml.Expressions;

/// <summary>Names what is made of the number of times that a term occurs.</summary>
internal enum TermWeight : byte
{
    Frequency,
    Binary,
    Logarithmic,
    Augmented,
}
