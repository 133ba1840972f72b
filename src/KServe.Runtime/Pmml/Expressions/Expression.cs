using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Expressions;

/// <summary>Computes a value of the fields of a row.</summary>
internal abstract class Expression
{
    /// <summary>Gets how many calls deep an evaluation goes, those of the fields included.</summary>
    public virtual int Depth => 1;

    /// <summary>Gets the type of the values, as far as it is known before there is a row.</summary>
    public virtual PmmlType? Type => null;

    public abstract PmmlValue Evaluate(PmmlRow row);
}
