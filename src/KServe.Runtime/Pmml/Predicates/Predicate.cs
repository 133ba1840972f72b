using KServe.Runtime.Pmml.Fields;

namespace KServe.Runtime.Pmml.Predicates;

/// <summary>A statement about the fields of a row, in three-valued logic.</summary>
internal abstract class Predicate
{
    public abstract Truth Evaluate(PmmlRow row);
}
