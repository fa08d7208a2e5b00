/**
 * AnalysisTemplate, ClusterAnalysisTemplate and AnalysisRun as values: typed where something is decided on them, JSON
 * where they are only carried. Every record keeps the JSON it was read from, so that nothing unknown is lost.
 */
@NullMarked
package tidegate.api.analysis;

import org.jspecify.annotations.NullMarked;
