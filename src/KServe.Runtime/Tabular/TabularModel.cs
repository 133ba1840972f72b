using KServe.Kernels.Trees;

namespace KServe.Runtime.Tabular;

/// <summary>A loaded model over tables: immutable, safe for concurrent calls, ignorant of protocols.</summary>
internal abstract class TabularModel
{
    /// <summary>Gets the platform that metadata show, like <c>xgboost</c>.</summary>
    public abstract string Platform { get; }

    /// <summary>Gets the number of columns that the model wants; -1 when it takes any or is not known.</summary>
    public abstract int ColumnCount { get; }

    /// <summary>Gets the names of the columns in their order; <see langword="null"/> when the model has none.</summary>
    public virtual IReadOnlyList<string>? ColumnNames => null;

    /// <summary>
    /// Gets whether the model picks its columns by name itself and ignores others; not so by default.
    /// </summary>
    public virtual bool SelectsColumns => false;

    /// <summary>Gets the declared inputs; none (the default) when any form of table is taken.</summary>
    public virtual IReadOnlyList<TensorMetadata> Inputs => [];

    /// <summary>Gets every output that can be asked for.</summary>
    public abstract IReadOnlyList<TabularOutput> Outputs { get; }

    /// <summary>Gets the names of what is answered when a request names no outputs, in order.</summary>
    /// <remarks>A single default output is called <c>output-0</c> in the answer, as KServe's servers do.</remarks>
    public abstract IReadOnlyList<string> DefaultOutputs { get; }

    /// <summary>Computes one output.</summary>
    /// <param name="table">The rows; columns are in the order of <see cref="ColumnNames"/> already.</param>
    /// <param name="output">One of <see cref="Outputs"/>.</param>
    /// <param name="name">The name of the tensor.</param>
    /// <param name="pool">Where the tensor is rented.</param>
    /// <param name="cancellationToken">Looked at between blocks of rows.</param>
    /// <exception cref="InferenceException">The rows do not suit the model.</exception>
    public abstract InferTensor Compute(
        Table table,
        TabularOutput output,
        string name,
        TensorPool pool,
        CancellationToken cancellationToken);

    /// <summary>
    /// Computes several outputs of the same rows, one after the other unless the model can do better.
    /// </summary>
    /// <param name="table">The rows; columns are already in the order of <see cref="ColumnNames"/>.</param>
    /// <param name="outputs">Some of <see cref="Outputs"/>.</param>
    /// <param name="names">The names of the tensors, one per output.</param>
    /// <param name="pool">Where the tensors are rented.</param>
    /// <param name="cancellationToken">Looked at between blocks of rows.</param>
    /// <exception cref="InferenceException">The rows do not suit the model.</exception>
    public virtual InferTensor[] ComputeAll(
        Table table,
        IReadOnlyList<TabularOutput> outputs,
        IReadOnlyList<string> names,
        TensorPool pool,
        CancellationToken cancellationToken)
    {
        var tensors = new InferTensor[outputs.Count];
        try
        {
            for (var i = 0; i < tensors.Length; i++)
            {
                tensors[i] = Compute(table, outputs[i], names[i], pool, cancellationToken);
            }

            return tensors;
        }
        catch
        {
            foreach (var tensor in tensors)
            {
                tensor?.Dispose();
            }

            throw;
        }
    }

    /// <summary>Gets the bytes that the model holds: those of its trees by default; 0 when not known.</summary>
    public virtual long SizeInBytes => GetService(typeof(TreeEnsemble)) is TreeEnsemble trees ? trees.SizeInBytes : 0;

    /// <summary>Gets a part of the model by its type, such as its tree ensemble.</summary>
    /// <returns><see langword="null"/> when the model has no such part.</returns>
    public virtual object? GetService(Type serviceType) => null;
}
