using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Outputs;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Models;

/// <summary>A model of a document: computes a result from the fields of a row.</summary>
/// <remarks>Immutable once it is read, and safe for concurrent calls: all that changes lies in the row.</remarks>
internal abstract class ModelEvaluator
{
    private readonly Dictionary<string, int> _categoryIndexes = new(StringComparer.Ordinal);
    private TargetTransform? _target;
    private OutputAssignment[] _assignments = [];

    /// <summary>Creates a model.</summary>
    /// <param name="context">What it was read with.</param>
    /// <param name="entities">The categories of a model that does not predict those of its target.</param>
    protected ModelEvaluator(ModelContext context, string[]? entities = null)
    {
        Index = context.Index;
        Function = context.Function;
        Target = context.Target;
        TargetType = context.TargetType;
        IsFloat = context.IsFloat;
        Categories = entities ?? context.Categories;
        CategoryValues = entities is null
            ? context.CategoryValues
            : Array.ConvertAll(entities, static entity => PmmlValue.FromText(entity));
        for (var i = 0; i < Categories.Length; i++)
        {
            _categoryIndexes.TryAdd(Categories[i], i);
        }
    }

    public int Index { get; }

    public MiningFunction Function { get; }

    public DataField? Target { get; }

    public PmmlType TargetType { get; }

    public bool IsFloat { get; }

    /// <summary>Gets the names of what <see cref="ModelResult.Scores"/> are about.</summary>
    public string[] Categories { get; }

    public PmmlValue[] CategoryValues { get; }

    /// <summary>Gets whether the scores are probabilities.</summary>
    public virtual bool HasProbabilities => Function == MiningFunction.Classification;

    /// <summary>Gets the treatment of predictions; none leaves them as they are.</summary>
    public TargetTransform? TargetTransform => _target;

    /// <summary>Gets the output fields, each with the slot where a row keeps its value.</summary>
    public OutputAssignment[] Assignments => _assignments;

    /// <summary>Gets whether anything reads outputs of this model besides its prediction.</summary>
    public bool HasAssignments => _assignments.Length > 0;

    /// <summary>Adds what surrounds the model's own computation; called once, while the document is read.</summary>
    public void Complete(TargetTransform? target, OutputAssignment[] assignments)
    {
        _target = target;
        _assignments = assignments;
    }

    public int FindCategory(PmmlValue value) => FindCategory(value.ToString());

    public int FindCategory(string name) => _categoryIndexes.GetValueOrDefault(name, -1);

    /// <summary>Evaluates the model for a row.</summary>
    public ModelResult Evaluate(PmmlRow row)
    {
        var result = row.GetResult(this);
        if (result.IsEvaluated)
        {
            return result;
        }

        result.Reset();
        result.IsEvaluated = true;
        Compute(row, result);
        _target?.Apply(result);
        foreach (var assignment in _assignments)
        {
            row.Set(assignment.Slot, assignment.Output.Evaluate(row, result));
        }

        return result;
    }

    protected abstract void Compute(PmmlRow row, ModelResult result);
}
