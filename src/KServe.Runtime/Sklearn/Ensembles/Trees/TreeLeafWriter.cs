namespace KServe.Runtime.Sklearn.Ensembles.Trees;

/// <summary>Writes what one leaf adds to the outputs of an ensemble.</summary>
/// <param name="tree">The tree.</param>
/// <param name="node">The leaf's index among the nodes.</param>
/// <param name="values">Where to write.</param>
internal delegate void TreeLeafWriter(TreeSource tree, int node, Span<double> values);
