import { jsonencode } from "../../lib/text";

/** A policy that deletes images so many days after their push: https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
export const expiry = (tagStatus: "any" | "untagged", days: number): string =>
  jsonencode({
    rules: [
      {
        rulePriority: 1,
        description: `Delete ${tagStatus} images after ${days} days`,
        selection: { tagStatus, countType: "sinceImagePushed", countUnit: "days", countNumber: days },
        action: { type: "expire" },
      },
    ],
  });
