using System.Globalization;

namespace KServe.Loading;

/// <summary>Writes a PMML 4.4 document of a random forest, indented by tabs as the usual exporters do.</summary>
internal sealed class PmmlWriter : ModelWriter
{
    protected override int LeafCount => 256;

    protected override int MaxDepth => 16;

    protected override void WriteStart(TextWriter text)
    {
        text.WriteLine("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>");
        text.WriteLine("<PMML xmlns=\"http://www.dmg.org/PMML-4_4\" version=\"4.4\">\n\t<DataDictionary>");
        text.WriteLine("\t\t<DataField name=\"y\" optype=\"continuous\" dataType=\"double\"/>");
        foreach (var name in Features())
        {
            text.WriteLine($"\t\t<DataField name=\"{name}\" optype=\"continuous\" dataType=\"double\"/>");
        }

        text.WriteLine("\t</DataDictionary>\n\t<MiningModel functionName=\"regression\">");
        WriteSchema(text, "\t\t", "\t\t\t<MiningField name=\"y\" usageType=\"target\"/>\n");
        text.WriteLine("\t\t<Segmentation multipleModelMethod=\"average\">");
    }

    protected override void WriteTree(TextWriter text, int index, GrownTree tree)
    {
        text.WriteLine($"\t\t\t<Segment id=\"{index + 1}\">\n\t\t\t\t<True/>");
        text.WriteLine("\t\t\t\t<TreeModel functionName=\"regression\" splitCharacteristic=\"binarySplit\">");
        WriteSchema(text, "\t\t\t\t\t", "");
        WriteNode(text, tree, 0, "<True/>", "\t\t\t\t\t");
        text.WriteLine("\t\t\t\t</TreeModel>\n\t\t\t</Segment>");
    }

    protected override void WriteEnd(TextWriter text, int treeCount) =>
        text.WriteLine("\t\t</Segmentation>\n\t</MiningModel>\n</PMML>");

    private static IEnumerable<string> Features() =>
        Enumerable.Range(0, GrownTree.FeatureCount).Select(i => $"feature_{i}");

    private static void WriteSchema(TextWriter text, string indent, string target)
    {
        text.Write($"{indent}<MiningSchema>\n{target}");
        foreach (var name in Features())
        {
            text.WriteLine($"{indent}\t<MiningField name=\"{name}\"/>");
        }

        text.WriteLine($"{indent}</MiningSchema>");
    }

    private static void WriteNode(TextWriter text, GrownTree tree, int node, string predicate, string indent)
    {
        text.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{indent}<Node id=\"{node}\" score=\"{tree.Values[node]:R}\" recordCount=\"{tree.Covers[node]}\">"));
        text.WriteLine($"{indent}\t{predicate}");
        if (!tree.IsLeaf(node))
        {
            WriteNode(text, tree, tree.Left[node], Predicate(tree, node, "lessOrEqual"), indent + "\t");
            WriteNode(text, tree, tree.Right[node], Predicate(tree, node, "greaterThan"), indent + "\t");
        }

        text.WriteLine($"{indent}</Node>");
    }

    private static string Predicate(GrownTree tree, int node, string comparison) => string.Create(
        CultureInfo.InvariantCulture,
        $"<SimplePredicate field=\"feature_{tree.Features[node]}\" operator=\"{comparison}\" "
        + $"value=\"{tree.Thresholds[node]:R}\"/>");
}
