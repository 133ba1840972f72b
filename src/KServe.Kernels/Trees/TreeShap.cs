using System.Numerics;

namespace KServe.Kernels.Trees;

/// <summary>Explains the predictions of tree ensembles with exact SHAP values.</summary>
/// <remarks>
/// Path-dependent values as in Lundberg et al., "Consistent individualized feature attribution for tree ensembles"
/// (2018); interventional values as in "From local explanations to global understanding with explainable AI for trees"
/// (2020). A split whose cover is zero counts as an even one. Safe for concurrent calls.
/// </remarks>
public static class TreeShap
{
    /// <summary>Computes what each feature adds to each output, given what training rows reached each node.</summary>
    /// <param name="ensemble">The ensemble, whose nodes have covers.</param>
    /// <param name="rows">The features, row after row.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="values">Receives, per row and output, one value per feature and the expected value last.</param>
    /// <param name="cancellationToken">Stops between two blocks of rows.</param>
    /// <exception cref="ArgumentException">A span is shorter or longer than the row count asks for.</exception>
    /// <exception cref="NotSupportedException">A tree has linear leaves.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void Values(
        TreeEnsemble ensemble, ReadOnlySpan<double> rows, int rowCount, Span<double> values,
        CancellationToken cancellationToken = default) =>
        PlainShap.Values(ensemble, rows, rowCount, values, cancellationToken);

    /// <summary>Computes what each feature of float32 rows adds to each output.</summary>
    /// <inheritdoc cref="Values(TreeEnsemble, ReadOnlySpan{double}, int, Span{double}, CancellationToken)"/>
    public static void Values(
        TreeEnsemble ensemble, ReadOnlySpan<float> rows, int rowCount, Span<double> values,
        CancellationToken cancellationToken = default) =>
        PlainShap.Values(ensemble, PlainShap.Widen(rows), rowCount, values, cancellationToken);

    /// <summary>Computes what each pair of features adds to each output beyond what each adds alone.</summary>
    /// <param name="ensemble">The ensemble, whose nodes have covers.</param>
    /// <param name="rows">The features, row after row.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="values">
    /// Receives, per row and output, a symmetric matrix of one row and column per feature and one for the expected value,
    /// which lies in its last corner. Rows add up to the feature's value.
    /// </param>
    /// <param name="cancellationToken">Stops between two blocks of rows.</param>
    /// <exception cref="ArgumentException">A span is shorter or longer than the row count asks for.</exception>
    /// <exception cref="NotSupportedException">A tree has linear leaves.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void Interactions(
        TreeEnsemble ensemble, ReadOnlySpan<double> rows, int rowCount, Span<double> values,
        CancellationToken cancellationToken = default) =>
        PlainShap.Interactions(ensemble, rows, rowCount, values, cancellationToken);

    /// <summary>Computes what each pair of features of float32 rows adds to each output.</summary>
    /// <inheritdoc cref="Interactions(TreeEnsemble, ReadOnlySpan{double}, int, Span{double}, CancellationToken)"/>
    public static void Interactions(
        TreeEnsemble ensemble, ReadOnlySpan<float> rows, int rowCount, Span<double> values,
        CancellationToken cancellationToken = default) =>
        PlainShap.Interactions(ensemble, PlainShap.Widen(rows), rowCount, values, cancellationToken);

    /// <summary>Computes what each feature adds to each output, compared with the rows of a background.</summary>
    /// <param name="ensemble">The ensemble; its covers are not used.</param>
    /// <param name="rows">The features, row after row.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="background">The rows to compare with, row after row.</param>
    /// <param name="backgroundCount">The number of background rows, at least 1.</param>
    /// <param name="values">
    /// Receives, per row and output, one value per feature and last the mean prediction of the background.
    /// </param>
    /// <param name="cancellationToken">Stops between two blocks of rows.</param>
    /// <exception cref="ArgumentException">A span is shorter or longer than the row count asks for.</exception>
    /// <exception cref="NotSupportedException">A tree has linear leaves.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void InterventionalValues(
        TreeEnsemble ensemble, ReadOnlySpan<double> rows, int rowCount, ReadOnlySpan<double> background,
        int backgroundCount, Span<double> values, CancellationToken cancellationToken = default) =>
        PlainShap.Interventional(ensemble, rows, rowCount, background, backgroundCount, values, cancellationToken);

    /// <summary>Computes what each feature of float32 rows adds, compared with the rows of a background.</summary>
    /// <inheritdoc
    /// cref="InterventionalValues(TreeEnsemble, ReadOnlySpan{double}, int, ReadOnlySpan{double}, int, Span{double}, CancellationToken)"/>
    public static void InterventionalValues(
        TreeEnsemble ensemble, ReadOnlySpan<float> rows, int rowCount, ReadOnlySpan<float> background,
        int backgroundCount, Span<double> values, CancellationToken cancellationToken = default) =>
        PlainShap.Interventional(
            ensemble, PlainShap.Widen(rows), rowCount, PlainShap.Widen(background), backgroundCount, values,
            cancellationToken);

    /// <summary>Computes the expected value of each output from the covers: the base of path-dependent values.</summary>
    /// <param name="ensemble">The ensemble, whose nodes have covers.</param>
    /// <param name="expected">Receives one value per output.</param>
    /// <exception cref="ArgumentException">The span is shorter or longer than the number of outputs.</exception>
    public static void ExpectedValues(TreeEnsemble ensemble, Span<double> expected) =>
        PlainShap.Expected(ensemble, expected);
}
