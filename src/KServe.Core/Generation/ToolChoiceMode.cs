namespace KServe;

/// <summary>Names the ways in which tools are chosen.</summary>
public enum ToolChoiceMode
{
    /// <summary>The model decides.</summary>
    Auto,

    /// <summary>No tool is called.</summary>
    None,

    /// <summary>At least one tool is called.</summary>
    Required,

    /// <summary>One certain tool is called.</summary>
    Named,
}
